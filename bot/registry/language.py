"""The four languages a town speaks, and names that exist in each of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language of the chat, by its ISO 639-1 code."""

    HE = "he"
    AR = "ar"
    RU = "ru"
    EN = "en"

    @property
    def is_rtl(self) -> bool:
        """Whether it is written from right to left."""
        return self in {Language.HE, Language.AR}


@dataclass(frozen=True, slots=True)
class Names:
    """One thing's name in all four languages; none of them may be empty."""

    he: str
    ar: str
    ru: str
    en: str

    def to(self, language: Language) -> str:
        """Return the name as a reader of `language` knows it."""
        return str(getattr(self, language.value))

    def as_dict(self) -> dict[str, str]:
        """Return the names keyed by language code."""
        return {language.value: self.to(language) for language in Language}

    @classmethod
    def of(cls, names: Mapping[str, str]) -> "Names":
        """Read names keyed by language code. Raises KeyError naming the missing language."""
        return cls(he=names["he"], ar=names["ar"], ru=names["ru"], en=names["en"])
