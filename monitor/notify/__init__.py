"""Messages and how they travel: what a team is told, worded once and rendered for each channel; one folder per channel.

foreign.py    what others wrote, made harmless
phrase.py     a sentence with its ids and links marked, free of any channel's markup
wording.py    the sentences that all channels share
slack/        blocks, and Slack's API
lines.py      a notice as lines of phrases, for the channels that follow
posting.py    one request over HTTP, and what its answer means for a delivery
email/        HTML and text, and SMTP
webhook/ msteams/ discord/ pagerduty/ github/    further ways that a team may have
console.py    the same messages on a terminal
"""
