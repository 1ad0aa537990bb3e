"""Model the time that a careful older person needs, operator by operator.

The keystroke-level model (Card, Moran & Newell, "The Psychology of Human-Computer Interaction", 1983; Commun.
ACM 23, 1980) adds up what a practised person does; all of it is doubled here for an older adult, because
cycle times of the Model Human Processor for older adults are 1.7 to 2.1 times those of the young
(Jastrzembski & Charness, J. Exp. Psychol. Appl. 13, 2007, doi 10.1037/1076-898X.13.4.224).

think   M, 1.35 s (1980): before each decision; the press that ends a page is expected and needs none
tap     P + BB, 1.10 + 0.20 s (1983): aim, press and let go
swipe   G, 0.80 s (gesture: Holleis, Otto, Hussmann & Schmidt, "Keystroke-Level Model for Advanced Mobile
        Phone Interaction", CHI 2007): one stroke of the thumb moves the page by two thirds of its height
key     0.33 s: 36.2 words of five letters a minute on phones, mean of 37,000 people (Palin, Feit, Kim,
        Kristensson & Oulasvirta, "How do People Type on Mobile Devices?", MobileHCI 2019)

Reading is no operator of that model, and is not doubled: she reads as slowly as one speaks, 5.22 syllables a
second in Vietnamese (Pellegrino, Coupé & Marsico, Language 87, 2011). That is 1.3 times as slow as silent
reading (238 against 183 words a minute: Brysbaert, J. Memory and Language 109, 2019). She reads each sentence
(a label, an example, a button) when it comes up for the first time on this visit, and the heading of a page
each time.

Waiting is measured, not modelled, and not doubled. Nothing is added for what happens outside of the program
(taking the pictures, pasting into Facebook) but the taps in the phone's own list of pictures.
"""

from __future__ import annotations

OLDER = 2.0
OPERATORS = {"think": 1.35, "tap": 1.30, "swipe": 0.80, "key": 0.33}
SYLLABLE = 1 / 5.22


def modelled(operator: str, times: float = 1) -> float:
    """Give the seconds that an older person needs to do something so many times."""
    return times * (SYLLABLE if operator == "read" else OPERATORS[operator] * OLDER)
