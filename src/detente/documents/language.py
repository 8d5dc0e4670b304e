"""The language gate: reports that detente cannot read are refused by name."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from detente.errors import LanguageUnsupported
from detente.model import Document

_SAMPLE = 4_000
_ENOUGH_LETTERS = 40
_CERTAIN = 0.9
_CLEARLY_ENGLISH = 0.1
_WORD = re.compile(r"[^\W\d_]+")
# Frequent in English and rare elsewhere: no "in", "is", "of", "to", "on", "for", which other languages use too.
_ENGLISH_WORD = re.compile(r"the|and|that|with|from|which|this|have|been|were|would|their|they|said|who|what")
_CODES = {
    "English": "en pcm",
    "Afrikaans": "af",
    "Albanian": "sq",
    "Amharic": "am",
    "Arabic": "ar ary arz",
    "Armenian": "hy",
    "Azerbaijani": "az",
    "Belarusian": "be",
    "Bengali": "bn",
    "Bosnian, Croatian or Serbian": "bs hr sr",
    "Bulgarian": "bg",
    "Burmese": "my",
    "Catalan": "ca",
    "Chinese": "zh yue wuu",
    "Czech": "cs",
    "Danish": "da",
    "Dutch": "nl",
    "Estonian": "et",
    "Finnish": "fi",
    "French": "fr",
    "Georgian": "ka",
    "German": "de",
    "Greek": "el",
    "Gujarati": "gu",
    "Hausa": "ha",
    "Hebrew": "he",
    "Hindi": "hi",
    "Hungarian": "hu",
    "Icelandic": "is",
    "Indonesian or Malay": "id ms",
    "Irish": "ga",
    "Italian": "it",
    "Japanese": "ja",
    "Kannada": "kn",
    "Kazakh": "kk",
    "Khmer": "km",
    "Korean": "ko",
    "Kurdish": "ku sdh",
    "Kyrgyz": "ky",
    "Lao": "lo",
    "Latvian": "lv",
    "Lithuanian": "lt",
    "Macedonian": "mk",
    "Malayalam": "ml",
    "Marathi": "mr",
    "Mongolian": "mn",
    "Nepali": "ne",
    "Norwegian": "no nn",
    "Pashto": "ps",
    "Persian": "fa",
    "Polish": "pl",
    "Portuguese": "pt",
    "Punjabi": "pa",
    "Romanian": "ro",
    "Russian": "ru",
    "Sinhala": "si",
    "Slovak": "sk",
    "Slovenian": "sl",
    "Somali": "so",
    "Spanish": "es",
    "Swahili": "sw",
    "Swedish": "sv",
    "Tagalog": "tl",
    "Tajik": "tg",
    "Tamil": "ta",
    "Telugu": "te",
    "Thai": "th",
    "Turkish": "tr",
    "Turkmen": "tk",
    "Ukrainian": "uk",
    "Urdu": "ur",
    "Uyghur": "ug",
    "Uzbek": "uz uzs",
    "Vietnamese": "vi",
}
_NAMES = {code: name for name, codes in _CODES.items() for code in codes.split()}


def check_language(document: Document) -> None:
    """Let English pass, and whatever is too short or too mixed to be sure of.

    Judged on up to 4,000 characters from the middle of the body.

    Raises
    ------
    LanguageUnsupported
        If the report is surely in another language, which the message names.
    """
    language = detect_language(document)
    if language != "English":
        raise LanguageUnsupported(
            f"This report is in {language}; detente reads English: give a translation of {document.name!r}"
        )


def detect_language(document: Document) -> str:
    """The English name of the language that a report is written in; "English" where nothing else is sure.

    Notes
    -----
    A share of English function words that only English has settles most reports without the model of py3langid
    (half a second to load). That model is held to the languages above, close kin counted as one.
    """
    body = document.body
    middle = (body.start + body.end) // 2
    start, end = max(body.start, middle - _SAMPLE // 2), min(body.end, middle + _SAMPLE // 2)
    sample = document.text[start:end]
    words = _WORD.findall(sample.lower())
    if sum(map(len, words)) < _ENOUGH_LETTERS:
        return "English"
    if sum(map(bool, map(_ENGLISH_WORD.fullmatch, words))) >= _CLEARLY_ENGLISH * len(words):
        return "English"
    shares: dict[str, float] = {}
    for code, share in _identifier().rank(sample):
        shares[_NAMES[code]] = shares.get(_NAMES[code], 0.0) + share
    language = max(shares, key=lambda name: shares[name])
    return language if shares[language] >= _CERTAIN else "English"


@cache
def _identifier() -> Any:
    """The model of py3langid, read once, held to the languages that have a name here."""
    from py3langid import langid

    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(_NAMES))
    return identifier
