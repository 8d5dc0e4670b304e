"""Short reports of our own making, one for each sort of thing that a user may hand over."""

TALKS = (
    "Chile and Bolivia resumed talks in Lima on Monday over access to the Pacific.\n"
    "Bolivia demands a sovereign corridor to the sea. Chile rejects the demand, Foreign Minister Elena Rojas said,"
    " but it is open to a free port in Arica.\n"
    "“We will not give up the corridor,” Bolivian President Marco Quispe said on Tuesday."
    " Chile may ease customs checks only after a trade agreement is signed.\n"
    "Bolivia accused Chile of breaking the transit treaty of 1904. Chile denies this.\n"
    "Peru, which hosts the talks, supports a free port. Both sides agreed to meet again in May.\n"
)
LATER = (
    "SANTIAGO, May 6, 2024 - Chile and Bolivia met again on Monday.\n"
    "Bolivia now accepts a free port in Arica, President Marco Quispe said. Chile supports the free port.\n"
)
NO_TALKS = (
    "Heavy rain fell over the valley for a third day. The bakery on the main street opened an hour later than usual,"
    " and the children built a small boat. In the evening the sky cleared, and the stars came out one by one.\n"
)
ONLY_QUOTES = (
    "“We want a corridor to the sea.” “That is out of the question.” “Then there is nothing to talk about.”"
    " “Perhaps a free port would do.” “We will think about it.”\n"
)
UNBALANCED = (
    "Chile said: “We reject the corridor. Bolivia answered that it “demands a way to the sea.\n"
    "\"This is not over, the president said. 'Neither side gave way.\n"
)
NON_LATIN = (
    "Боливия требует суверенного выхода к морю. Чили отвергает это требование, заявила министр иностранных дел.\n"
    "Стороны договорились встретиться снова в мае, сообщил представитель Перу после переговоров в Лиме.\n"
)
MIXED_SCRIPTS = TALKS + "The Bolivian delegation’s banner read 海への出口 and خليج; nobody explained it.\n"
HOSTILE_PAGE = (
    "<!doctype html><html><head><title>Talks & <script>alert(1)</script></title>"
    "<style>body{background:url('http://example.invalid/x')}</style></head><body onload='alert(2)'><article>"
    "<h1>Talks <img src=x onerror=alert(3)></h1>"
    + "".join(f"<p>{line}</p>" for line in TALKS.splitlines())
    + "<p>Bolivia demands &lt;script&gt;alert(4)&lt;/script&gt; &amp; a corridor to the sea, its envoy said.</p>"
    "<iframe src='javascript:alert(5)'></iframe></article></body></html>"
)
CONTROL_CODES = TALKS + "Bolivia demands \x1b[31ma corridor\x1b[0m and \x1b]0;owned\x07 a port, its envoy said.\n"
