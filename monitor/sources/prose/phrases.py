"""The forms of sentences that state a lifecycle, as patterns over text in which each id is one private character.

`prose` says what each of them means. The words are English, as all pages are that we read.
"""

from __future__ import annotations

import re

from monitor.sources.cells import ANY_CODE_ID


def _compiled(pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(pattern.replace("\n", ""), flags)


ID = f"[{ANY_CODE_ID}]"
AN_ID = re.compile(ID)

# ------------------------------------------------------------------------------------------------ who it is about

_NOUN = (
    r"(?:(?:language|embedding|image|preview|legacy|model|API)\s)?"
    r"(?:models?|series|famil(?:y|ies)|slugs?|names?|alias(?:es)?|ids?|identifiers?|snapshots?|versions?)"
)
_ONE = rf"(?:(?:the|both|all|our)\s)?(?:models?\s)?[(\"']*{ID}[)\"']*(?:\s\([^()]{{0,60}}\))?(?:\s{_NOUN}){{0,3}}"
_AND = r"(?:,?\s(?:and|or|&|as well as)\s|,\s|\s?/\s?)"
MANY = rf"{_ONE}(?:{_AND}{_ONE})*"

FAMILY = _compiled(rf"(?P<stem>{ID})[)\"']*\s(?:model\s)?(?:series|famil(?:y|ies))\b")
LEGACY = _compiled(r"\blegacy\b")

# What belongs to a model and is none: an endpoint, a parameter
BELONGING = _compiled(
    rf"{ID}[)\"']*\s(?:request\s|query\s|response\s)?"
    r"(?:endpoint|parameter|param|feature|field|header|tool|flag|option|method|function|argument)s?\b"
)
FINE_TUNED = _compiled(r"\bmodels?\s(?:that\sare\s)?fine-?tuned\s(?:with|on|from|using)\s(?:the\s)?$")
OF_SOMETHING_ELSE = _compiled(
    r"\b(?:fine-?tuning|fine-?tuned|training|endpoints?|parameters?|features?|capabilit\w+|usage|use of)\b[^,;:]*$"
)

CONDITIONAL = _compiled(r"\b(?:if|when|once|unless|whether|should)\s[^,;:]*$")
# "the price of `x`", but not "access to `x`"
PART_OF = _compiled(
    r"\b(?!(?:access|support|requests?|calls?|traffic|service|availability)\s)[\w-]+\s"
    r"(?:of|for|to|in|with|via|from|by|on|using)\s(?:(?:the|our|all|both)\s)*$"
)

# ------------------------------------------------------------------------------------------------ what becomes of it

_ADVERB = r"(?:\s(?:now|also|officially|fully|permanently|formally|completely|automatically|already|since|all|then))*"
# A model is removed from an API; from a page, or a schema, many things are
_REMOVED = (
    r"(?:deprecated\sand\s)?removed"
    r"(?=\s(?:from\s(?:the|our)\s(?:[\w-]+\s){0,3}?(?:API|service|platform)|on|after|effective)\b)"
)
_ENDED = (
    r"(?:retired|discontinued|sunset(?:ted)?|shut\s?down|shut\soff|turned\soff|switched\soff|decommissioned"
    rf"|{_REMOVED}|taken\soffline|(?:made\s|rendered\s)?(?:unavailable|inaccessible)|obsolete)"
)
_VERB = rf"""
(?:(?:
(?P<past>(?:was|were|ha(?:s|ve)\sbeen))
|(?:will(?:\ssoon|\sthen)?\sbe|(?:is|are)\s(?:scheduled|planned|set|due|expected|slated)\sto\sbe|(?:is|are)\sto\sbe
|(?:is|are)\s(?:currently\s)?being|to\sbe)
|(?P<now>(?:is|are))
){_ADVERB}\s(?:{_ENDED}|(?P<deprecated>deprecated))\b
|(?P<gone>(?:(?:is|are)(?:\snow)?\sno\slonger|will\sno\slonger\sbe)\s
(?:available|served|supported|accessible|offered)\b(?P<new_only>\s(?:to|for)\s(?:new|newly)\b)?
|will\s(?:no\slonger|stop|cease\sto)\swork(?:ing)?\b)
|(?:will\s(?:continue\sto\s|only\s|still\s)*be|is|are|remains?)\s
(?:available|supported|accessible|served|offered)(?:\sonly)?\suntil\b)
"""
PASSIVE = _compiled(rf"(?P<subject>{MANY}),?\s{_VERB}")
LISTED = _compiled(rf"\bfollowing\s(?:[\w-]+\s){{0,4}}?(?:models?|snapshots?|versions?)(?:\s[\w-]+){{0,4}}?\s{_VERB}")
CHANGES = _compiled(
    r"\bfollowing\s(?:model\s)?(?:(?P<deprecated>depreca\w+)|retirements?|shutdowns?|discontinuations?)\s"
    r"(?:will|are|is|takes?|apply|applies|have|has)\b"
)
ACTIVE = _compiled(
    r"\bwe\s(?:(?:will|are|have|plan\sto|are\sgoing\sto)\s(?:be\s)?)?(?:also\s|now\s|officially\s)*"
    r"(?:sunset(?:ting)?|retir(?:e|ing|ed)|discontinu(?:e|ing|ed)|shut(?:ting)?\sdown|decommission(?:ing|ed)?"
    r"|remov(?:e|ing|ed)|(?P<deprecated>deprecat(?:e|ing|ed)))\s(?:(?:support\sfor|access\sto)\s)?"
    rf"(?:(?P<listed>(?:the\s)?following\b)|(?P<how>(?:(?:all|our|the)\s)*(?:models?\sfine-?tuned\s\w+\s(?:the\s)?)?)"
    rf"(?P<subject>{MANY}))"
)
# "is deprecated and will be shut down"; a date may stand between them
AND_ENDS = _compiled(
    rf"[^.;]{{0,40}}?\sand\s(?:then\s)?(?:(?:will\sbe|is|are|was|were|to\sbe)\s)?(?:scheduled\sto\sbe\s)?{_ENDED}\b"
)
ANNOUNCED = _compiled(
    r"\bannounc(?:e|ed|ing)\s(?:the\s|its\s)?(?:(?P<deprecated>deprecation)|retirement|sunset|shutdown"
    rf"|discontinuation)\sof\s(?P<subject>{MANY})"
)
# Behind "no longer available to new users": the end for all
LATER_END = _compiled(r"\b(?:sunset|shut\s?down|retire(?:ment|d)|discontinu(?:ation|ed)|offline|end\sof\slife)\b")
LIVES_ON = _compiled(
    r"\b(?:not\saffected|unaffected|remains?\s(?:active|available|supported)"
    r"|(?:continues?\sto\sbe|(?:is|are)\sstill)\s(?:active|available|supported|served))\b"
)
TOPIC = _compiled(r"\b(?:retir|shut\s?down|deprecat|discontinu|sunset|decommission|no longer (?:be )?available)")
PRICE = _compiled(r"\b(?:billed|prices?|priced|pricing|costs?)\b")

# ------------------------------------------------------------------------------------------------ when

# Between a verb and its day: "discontinued on", "retired from the API, effective", "ends in three months ("
ON_DAY = _compiled(
    r"(?:\sand\s(?:\w+\s){0,3}?(?:inaccessible|unavailable|available|supported))?"
    r"(?:\s(?:from|in|for)\s[^.;,()]{1,40}?)?(?:\s?\(|,?\s(?:(?:effective|starting|beginning)(?:\s(?:on|from))?"
    r"|on|after|as of|from|by|until|in)\s|\s)"
)
# Between the beginning of a clause and its day
FROM_DAY = _compiled(r"(?:^|[:;,(]\s?)(?:on|(?:effective|starting|beginning)(?:\s(?:on|from))?|after|as of|from|by)\s$")
ON = _compiled(r"(?:^|\W)on\s$")
TOLD = _compiled(r"\b(?:e-?mailed|notified|informed|announc(?:e|ed|ing)|notice\speriod\s(?:began|started))\b")

# ------------------------------------------------------------------------------------------------ what takes its place

_TO = r"(?:migrat(?:e|ing)|mov(?:e|ing)|switch(?:ing)?|upgrad(?:e|ing)|transition(?:ing)?)\sto"
_FILLER = r"(?:\s[\w'-]+){0,6}?\s"
RECOMMENDED = _compiled(
    r"(?:\b(?:recommend|encourage|advise|suggest|please)\b[^.:]{0,60}?\b(?:us(?:e|ing)|" + _TO + r")"
    rf"|\b{_TO}|\bin\sfavou?r\sof|\b(?:replaced|superseded)\s(?:by|with)|\bnow\spowered\sby|[;:,]\suse"
    rf"|^use(?=\s{MANY}[.!]?$))"
    rf"{_FILLER}?\(?(?P<ids>{MANY})"
)
CONDITION = _compiled(r"\s(?:\(|with\b).*?(?=\sinstead\b|[.;]?$)")  # what a recommendation asks for beside the model
INSTEAD = _compiled(rf"\buse\s(?P<ids>{MANY})\s(?:\([^()]*\)\s)?instead\b")
USING = _compiled(rf"If\syou(?:\sare|'re)?\s(?:currently\s|still\s)?us(?:e|ing)\s({MANY})")
FOR_KIND = _compiled(r"For\s([\w-]+)(?:\smodels?|\stasks?|\sworkloads?)")

REDIRECTED = _compiled(
    r"(?:\brequests?\sto\s[^.]{0,200}?|{MANY}\s)(?:will|are|is)\s(?:(?:also|then|automatically|temporarily)\s)*(?:be\s)?"
    r"(?:automatically\s)?(?:redirect(?:ed)?|routed?|served|forwarded|aliased|mapped|upgraded?|fall\sback)\s"
    rf"(?:to|by)\s(?:the\s)?(?P<target>{ID})".replace("{MANY}", MANY)
)
PART_OF_THEM = _compiled(r"\bany\s[\w-]+\smodels?\b")  # "requests to any reasoning model in the list above"
POINTS = _compiled(
    r"\b(?:these|both)\s(?:[\w-]+\s){1,5}?(?:points?|maps?|resolves?|routes?)\sto\s[^.]{0,100}?"
    rf"(?P<target>{ID})"
)
UPGRADED = _compiled(
    rf"(?P<subject>{MANY})\s(?:(?:ha(?:s|ve)\sbeen\s)?upgraded|(?:now\s|temporarily\s)(?:points?|routes?|maps?))\sto\s(?:the\s)?"
    rf"(?P<target>{ID}|[A-Za-z][\w.-]*\w)"
)

# ------------------------------------------------------------------------------------------------ text

_MONTHS = "".join(
    rf"(?<!\b{month}\.)" for month in ("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct")
)
SENTENCE_END = re.compile(rf"(?<=[.!?]){_MONTHS}(?<!\bNov\.)(?<!\bDec\.)\s")
LINK = re.compile(r"\[`?([\w.:@/+-]+)`?((?:\smodels?)?)\]\([^()\s]*\)", re.ASCII)
WORD = re.compile(r"(?<![\w/.:@+-])[A-Za-z0-9][\w.:@/+-]*[A-Za-z0-9](?![\w/])", re.ASCII)

# ------------------------------------------------------------------------------------------------ titles of lists

ENDED_MODELS = _compiled(r"\b(?:deprecated|retired|discontinued|sunset|removed|affected)\b[^:]*\bmodels?\b")
NO_MODELS = _compiled(r"\bfine-?tun|\bfeatures?\b|\bendpoints?\b|\bparameters?\b|\bcapabilit|\btools?\b|\bSDK\b")
ALTERNATIVES = _compiled(r"\b(?:replacements?|alternatives?|instead)\b|\b(?:recommend|encourage|migrat)")

# What a list of alternatives is for, and what ids of such models have in them; chat is what none of them is
KIND = _compiled(r"\b(?:tasks?|workloads?|models?|use cases?)\b")
TASKS = {"embed": "embed", r"re-?rank": "rerank", "transcri|speech|audio": "transcribe", "classif": "classify"}
CHAT = r"chat|generat|language|text|conversation"
