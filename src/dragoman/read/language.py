"""Is a text in English?

Comes in: a text. Goes out: its language, or a sentence that says which other language it is in. Short, mixed and
doubtful texts pass: only a sure verdict of another language turns a report away.

Most reports are English, and a handful of function words shows it without the model; py3langid, whose model takes
0.6 s to load, is asked only about the others.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

WINDOW = 1_000
"""Code points that are looked at in each place: the beginning, the middle and the end of a text."""
SURE = 0.95
"""Confidence in the best three languages together from which English is ruled out; near kin (Serbian, Croatian,
Bosnian) share it between them."""
ENOUGH = 60
"""Bytes of letters in UTF-8 from which a window tells anything."""
ENGLISH_SHARE = 0.05
"""Share of English function words from which a window is English; no other language of the model comes near."""

_REMEDY = "dragoman reads English: translate it first"
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    {
        "the", "and", "that", "with", "from", "which", "this", "were", "been", "their", "they", "would", "said", "who",
        "his", "after", "its", "are", "about", "could", "there", "these", "those", "than", "when", "while", "what",
        "whether", "into",
    }
)  # fmt: skip
_NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian",
    "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German",
    "el": "Greek", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "ga": "Irish", "gl": "Galician", "gu": "Gujarati", "ha": "Hausa", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "ht": "Haitian Creole", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic",
    "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer", "kn": "Kannada",
    "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz", "la": "Latin", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian",
    "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay", "my": "Burmese",
    "nb": "Norwegian", "ne": "Nepali", "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian", "or": "Odia",
    "pa": "Punjabi", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian", "so": "Somali", "sq": "Albanian", "sr": "Serbian",
    "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai", "tl": "Tagalog", "tr": "Turkish",
    "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "xh": "Xhosa",
    "yo": "Yoruba", "zh": "Chinese", "zu": "Zulu",
}  # fmt: skip
_NEAR_ENGLISH = frozenset({"en", "pcm", "sco", "zxx", "und"})
"""English, its near kin, and "no language": none of them is a reason to turn a text away."""


class Verdict(NamedTuple):
    """The language of a text, None if undecided, and the reason to turn it away, None if there is none."""

    language: str | None
    reason: str | None


def judge(text: str) -> Verdict:
    """Tell the language of a text by its words."""
    windows = [_language(window) for window in _windows(text)]
    if any(language == "en" for language, _ in windows):
        return Verdict("en", None)
    if any(language is None for language, _ in windows):
        return Verdict(None, None)
    language, confidence = windows[0]
    return Verdict(language, f"The report is in {name(language)} ({language}, {confidence:.2f}); {_REMEDY}.")


def judge_given(language: str) -> Verdict:
    """Take the word of the one who gave the language; "en", "en-GB" and "English" pass."""
    if language.strip().lower().startswith("en"):
        return Verdict(language, None)
    return Verdict(language, f"The report is marked as {name(language)} ({language}); {_REMEDY}.")


def name(code: str | None) -> str:
    """Name a language by its ISO 639 code; a code that is not in the table stands for itself."""
    short = re.split(r"[-_]", (code or "").strip().lower())[0]
    return _NAMES.get(short, code or "an unknown language")


def _windows(text: str) -> list[str]:
    """Cut up to three windows out of a text: the beginning, the middle and the end."""
    if len(text) <= 3 * WINDOW:
        return [text]
    middle = (len(text) - WINDOW) // 2
    return [text[:WINDOW], text[middle : middle + WINDOW], text[-WINDOW:]]


def _language(window: str) -> tuple[str | None, float]:
    """Tell the language of a window and how sure that is; None if it is not sure."""
    words = _WORD.findall(window.lower())
    if words and sum(word in _ENGLISH for word in words) / len(words) >= ENGLISH_SHARE:
        return "en", 1.0
    if sum(len(word.encode("utf-8", "replace")) for word in words) < ENOUGH:
        return None, 0.0
    best = _identifier().rank(window)[:3]
    language, confidence = best[0][0], sum(share for _, share in best)
    if language == "en":
        return "en", confidence
    sure = confidence >= SURE and not _NEAR_ENGLISH.intersection(code for code, _ in best)
    return (language if sure else None), confidence


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
