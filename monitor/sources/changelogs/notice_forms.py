"""The forms of a notice's sentences, titles and rows, over text in which each model is one private character.

`notices` says what each of them means.
"""

from __future__ import annotations

import re

from monitor.sources.changelogs.mentions import LIST, MENTION

# ------------------------------------------------------------------------------------------------- who it is about

_MANY = (
    r"(?:(?:[Tt]he )?[Ff]ollowing|[Tt]hese|[Tt]hose|[Ss]everal|[Ss]ome|[Mm]ultiple|[Mm]any|[Tt]wo|[Tt]hree|[Aa]ll)"
    r"(?: [\w-]+){0,5}? (?:models?|variants?|snapshots?|aliases|IDs|ids)(?: (?:names?|IDs|ids|aliases|versions))?"
    r"(?: and [\w ]{1,30}?)?(?: (?:listed )?(?:below|above))?"
)
_THESE = r"[Tt]h(?:is|e|ese) models?|[Bb]oth(?: models)?"
_START = r"(?:^|[,;:] |- |\b[Tt]he |\b[Oo]ur |\bthat |\band )"
_SUBJECT = rf"{_START}(?:(?P<named>{LIST})(?: models?)?|(?P<it>[Ii]t|[Tt]hey)|(?P<these>{_THESE})|(?P<many>{_MANY}))"
CONDITION = re.compile(r"(?:if|when|once|until|unless|whether|before)\b[^,]*$", re.IGNORECASE)
ALONG = re.compile(rf"\b(?:along|together) with (?:the )?({LIST})")
ROWS = re.compile(rf"[:-] ?((?:{MENTION}[\s,;&]*(?:and |or )?)+)\.?$")
FEATURE = re.compile(
    r"(?: models?)?(?: (?!(?:for|from|on|in|to|of|with|and|or)\b)[\w-]+){0,2} (?:parameter|field|package|endpoint"
    r"|header|flag|option|setting|tool|SDK|property|method|function|feature|format|class|argument|variable|attribute"
    r"|documentation|support)s?\b"
)

# ------------------------------------------------------------------------------------------------- what becomes of it

_GONE = (
    r"(?:retire(?:d|ment)|remov(?:ed|al)|decommission(?:ed|ing)|sunset(?:ted)?|discontinued|shut ?(?:down|off)"
    r"|turned off|taken offline|withdrawn)"
)
_AVAILABLE = r"(?:available|accessible|supported|served|offered|accepted)"
_ADVERBS = r"(?: (?:now|also|officially|fully|permanently))*"
_FUTURE = r"will be|(?:is|are) (?:being|to be|(?:scheduled|planned|slated|set) (?:to be|for))"
_PAST = r"was|were|has been|have been|is|are"

PASSIVE = re.compile(
    rf"{_SUBJECT}{_ADVERBS} (?:(?P<future>{_FUTURE})|(?:{_PAST})){_ADVERBS}"
    rf" (?:(?P<deprecated>deprecat(?:ed|ion))(?: and (?P<also>{_GONE}))?|(?P<gone>(?:\w+ and )?{_GONE}))\b(?P<rest>.*)"
)
NO_LONGER = re.compile(
    rf"{_SUBJECT} (?:(?P<future>will)|is|are) no longer (?:be )?(?P<gone>{_AVAILABLE})\b(?P<rest>.*)"
)
ACTIVE = re.compile(
    r"(?:^|\b(?P<future>will|to)(?: be)? |\b(?:is|are|be|have|has|we're|we) )"
    r"(?:(?P<deprecated>[Dd]eprecat(?:es?|ing|ed))"
    r"|(?P<gone>(?:[Rr]etir|[Rr]emov|[Dd]ecommission|[Ss]unsett?|[Dd]iscontinu)(?:es?|s|ing|ed)?|[Ss]hut(?:ting)? down)"
    rf"):? (?:the |our )?(?:(?P<named>{LIST})|(?P<many>{_MANY}))(?P<rest>.*)"
)
TITLE = re.compile(  # "Models deprecated on May 30, 2026"
    rf"\b[Mm]odels? (?P<future>to be )?(?:(?P<deprecated>deprecated)|(?P<gone>{_GONE}))(?P<rest>.*)"
)
FOLLOWED = re.compile(rf"^(?P<named>{LIST}) followed (?P<rest>.*)")
AND_GONE = re.compile(rf"\band (?:then )?(?:will |is |are )?(?:be )?(?:{_GONE}|no longer (?:be )?{_AVAILABLE})\b")
# What may stand behind "removed" where it is from service: a model is also removed from a page, or from a schema.
FROM_SERVICE = re.compile(
    r"$|[.,;:]| (?:on|as of|by|effective|starting|after|in favou?r|and|to|for|at|no)\b| \w+ \d"
    r"| from (?:(?:the|our|all) )?(?:[\w ]*API|available|public|platform|service|serverless|catalog"
    r"|model (?:list|library))"
)
TOPIC = re.compile(
    r"\b(?:retir|shut ?down|deprecat|discontinu|sunset|decommission|no longer (?:be )?avail|removed from)",
    re.IGNORECASE,
)

STEMS_OF_ENDS = (
    "deprecat", "retir", "remov", "discontinu", "sunset", "decommission", "no longer", "shut", "turned off", "offline",
    "withdrawn", "alias", "redirect", "returning",
)  # fmt: skip

# ------------------------------------------------------------------------------------------------- when

# A day before the model is that of its end only at the beginning: "As of May 1, 2026, `x` is …"
FROM_DAY = re.compile(
    r"(?:^|[,;:] |\b(?:that|note|and) )(?:[Aa]s of|[Oo]n|[Ee]ffective|[Ss]tarting|[Ff]rom|[Bb]eginning|[Aa]fter|[Ii]n)"
    r" (?:on )?$"
)
TOLD = re.compile(r"\b(?:announc|notif|inform|e-?mail|told|releas|launch|introduc)\w*[^.;]{0,40}$", re.IGNORECASE)
ROW_DAY = re.compile(rf"{MENTION}(?: \([^()]*\))?\W{{1,4}}(?:on )?$")
NOT_ON = re.compile(r"\b(?:[Bb]y|[Bb]efore|[Uu]ntil) $")
UNREAD_DATE = re.compile(r"\b\d{1,2}\D{1,12}\b20\d\d\b|\b20\d\d\D{1,3}\d{1,2}\b")

# ------------------------------------------------------------------------------------------------- what takes its place

_TO = r"(?:[Mm]igrat\w+|[Tt]ransition\w*|[Ss]witch\w*|[Mm]ov(?:e|ing)|[Uu]pgrad\w+|[Uu]pdat\w+)"
ADVICE = re.compile(
    rf"\b{_TO}\b[^.;]{{0,80}}?\bto(?: us(?:e|ing))?\b (?P<to>.+)"
    r"|(?:^|[Pp]lease |recc?ommend (?:you |that you )?|suggest )[Uu]s(?:e|ing) (?P<use>.+)"
    r"|(?:^|, )[Uu]se (?P<instead>.+) instead\b"
    r"|^[Rr]eplace\b[^.;]{0,80}? with (?P<with>.+)"
    r"|\b(?:replaced (?:by|with)|in favou?r of|superseded by|[Cc]hoose"
    r"|recommend(?! (?:that )?(?:you )?(?:migrat|transition|switch|mov|upgrad|updat|us(?:e|ing)))) (?P<by>.+)"
)
STEMS_OF_ADVICE = (
    "migrat", "recommend", "reccommend", "transition", "switch", "upgrad", "updat", "use ", "using ", "move", "moving",
    "replace", "favor", "favour", "superseded", "choose",
)  # fmt: skip
NO_ADVICE = re.compile(
    r"(?:an?|one of the|any|the) (?:recommended|suggested|different|new) (?:replacement|model|alternative)"
    r"|(?:avoid|ensure|remove|continue|keep|make|prevent|maintain)\b"
)
ALIASED = re.compile(
    rf"\b[Rr]equests?(?: (?:to|for) (?:the )?(?P<named>{LIST})(?: models?)?)? (?:will|are|is)(?: be)?"
    r"(?: now| automatically| transparently)*(?: be)? (?:aliased|redirected|routed|rerouted|forwarded|mapped) to"
    rf" (?:the )?(?P<to>{MENTION})|\breturning (?:inference|responses|results) from (?P<from>{MENTION})"
)

# ------------------------------------------------------------------------------------------------- rows

PAIR = re.compile(
    rf"(?P<old>{LIST})(?: \([^()]*\))?[^\ue000-\uf8ff]{{0,8}}?(?:->|=>|[^\x00-\x7f\ue000-\uf8ff]+(?= ?{MENTION})"
    r"|(?:[Pp]lease )?(?:[Mm]igrate|[Mm]ove|[Ss]witch|[Uu]pgrade) to\b|[Rr]eplaced (?:by|with)\b) ?(?P<tail>.+)"
)
BARE = re.compile(rf"(?:(?P<kind>[A-Z][\w-]*) [Mm]odels? ?[:-] ?)?{MENTION}(?:(?:[\s,;|/&]|\band\b|\bor\b)*{MENTION})*")
KIND = re.compile(r"([A-Z][\w-]*) [Mm]odels? ?[:-]?")
DESCRIBED = re.compile(
    rf"(?P<first>{MENTION})(?:(?: \([^()]*\))? ?(?:[:-]|is the\b|[^\x00-\x7f\ue000-\uf8ff]\S*) ?\S.*| \([^()]*\))"
)
UNCLEAR = re.compile(rf"{MENTION}(?! (?:is|are|was|were|ha[sd]|have|will|can|may|now)\b).*")
STAYS = re.compile(r"\b(?:remains?|unaffected|still|not|continues?|(?:is|are) (?:now )?available)\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z\ue000-\uf8ff])")
