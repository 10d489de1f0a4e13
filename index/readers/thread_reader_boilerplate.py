"""The lines that Thread Reader's pages put around a thread. Patterns only; each matches a whole line."""

import re


def _whole_lines(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


# A text without any of these words, in whatever case, is no export, which is cheaper to see than its lines.
HINTS = (
    *("thread reader", "threadreader", "keep current with", "in this thread?", "min read", "profile picture"),
    *("unroll", "save as pdf", "scrolly"),
)
KEEP_CURRENT = re.compile(r"Keep Current with (?P<name>\S.*)", re.IGNORECASE)
PICTURE = re.compile(r"(?P<name>\S.*) Profile picture", re.IGNORECASE)
HANDLE = re.compile(r"Thread by (?P<name>@\w{1,30})(?::.*)?", re.IGNORECASE)
DATE = re.compile(
    r"[•·\s]*(?:(?P<month>[A-Z][a-z]{2})[a-z]* (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>20\d\d)\s*[•·,|-]?\s*)?"
    r"(?:[A-Z][a-z]{2,8} \d{1,2}\s*[•·,|-]\s*)?"  # without a year it dates nothing
    r"\d+ tweets?\s*[•·,|-]\s*\d+ min read(?:\s*[•·|-]?\s*Read on \w+)?[•·\s]*",
    re.IGNORECASE,
)
DIVIDER = re.compile(r"(?:[•·∙]\s*){3}")
MORE_FROM = re.compile(r"(?:More|Related|Trending|Popular)(?: hashtags| threads)?(?: from @?\S.*)?", re.IGNORECASE)

# Nobody but Thread Reader writes these.
MARKS = (
    DIVIDER,
    KEEP_CURRENT,
    PICTURE,
    HANDLE,
    DATE,
    *_whole_lines(
        r"Missing some Tweets? in this thread\?.*",
        r"Stay in touch and get notified when new unrolls are available from this author!?",
        r"This Thread may be Removed Anytime!?",
        r"Twitter may remove this content at anytime!.*",
        r"Try unrolling a thread yourself!?",
        r"(?:\d\. *)?Follow @ThreadReaderApp to mention us!?",
        r"(?:\d\. *)?From a Twitter thread mention us with a keyword .unroll.",
        r"@threadreaderapp unroll",
        r"Practice here first or read more on our help page!?",
        r"Did Thread Reader help you today\?",
        r"This site is made by just two indie developers .*",
        r"Become a Premium Member \(.*",
        r"Don.t want to be a Premium member but still want to support us\?",
        r"Make a small donation by buying us coffee .*",
        r"Bookmark(?:\s*[•·|-]?\s*)Save as PDF(?:\s*[•·|-]?\s*My Authors)?",
        r"Scrolly",
        r"(?:(?:Twitter|X) logo )?Read on (?:X|Twitter)",
        r"Enjoying this thread\?|New to (?:Thread Reader|threadreader)\?.*",
    ),
)

# Too common to tell an export by, boilerplate all the same where they stand among the others.
HEAD = _whole_lines(
    r"Thread ?Reader(?: App)?|Share this page!?|[×x]|Bookmark|Save as PDF|My Authors|Unroll(?: thread| available.*)?",
    r"@\w{1,30}|(?:Un)?follow(?: @\w{1,30})?|Log ?in|Sign ?up|Help|Home|Discover|Mentions|Settings|Tweet",
    r"\W*\d+ tweets?\W*|\W*\d+ min read\W*|[A-Z][a-z]{2,8} \d{1,2}(?:st|nd|rd|th)?,? 20\d\d|(?:Twitter|X) logo",
    r"Force a refresh|Subscribe|Donate|Become Premium|Views?:? [\d,.KM]+|[\d,.KM]+ views?",
)
TAIL = _whole_lines(
    r"Read all threads|PDF|how to unroll video|Support us!.*|Become Premium|Donate (?:via|with) .*",
    r"Or Donate anonymously using crypto!?|Ethereum|Bitcoin|0x[0-9a-f]{40}(?: copy)?|[13][a-z0-9]{25,39}(?: copy)?",
    r"Thank you for your support!?|Follow Us(?: on Twitter| on X)?!?|:\(?",
    r"Bookmark|Save as PDF|My Authors|Share this page!?",
)
