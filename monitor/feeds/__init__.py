"""What a check found, in the formats that other programs read: pure, text out.

    results.py     what is told: a report of results, each with its place, its level and its evidence
    wording.py     the sentences that all formats share
    sarif.py       SARIF 2.1.0, for code scanning
    github.py      workflow commands of GitHub Actions, for annotations in a pull request
    junit.py       JUnit's XML, for GitLab, Jenkins and whoever else reads tests

What a report holds is foreign and clean (one line, no control characters); each format escapes it in its own way.
"""
