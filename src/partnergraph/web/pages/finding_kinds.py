"""Kinds of findings in words: what each is called, and what somebody can do about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from partnergraph.web.translations import gettext as _

__all__ = ["Said", "finding_kinds"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a kind of finding is called, and what to do."""

    name: str
    advice: str


def finding_kinds() -> Mapping[str, Said]:
    """Return the kinds of findings by their codes, in the language of this request."""
    return {**_of_files(), **_of_values(), **_of_names(), **_of_posts()}


def _of_files() -> Mapping[str, Said]:
    return {
        "byte-order-mark": Said(_("Byte order mark"), _("Nothing: it is left out when the file is read.")),
        "carriage-returns": Said(_("Carriage returns"), _("Nothing: lines are told apart all the same.")),
        "control-characters": Said(
            _("Control characters"), _("Save the page anew, and see that no letter is missing.")
        ),
        "cut-character": Said(_("File cut inside a letter"), _("Save the page anew: its end is missing.")),
        "cut-label": Said(_("File cut inside a label"), _("Save the page anew: its end is missing.")),
        "cut-text": Said(_("Text cut off"), _("Save the whole page; until then its goals count as unknown.")),
        "cut-value": Said(_("Value cut off"), _("Save the whole page, and compare the value with it.")),
        "decomposed-letters": Said(_("Letters in two parts"), _("Nothing: letters and their accents are joined.")),
        "latin-1": Said(_("Old character encoding"), _("See that å, ä and ö are right, or save the page as UTF-8.")),
        "mojibake": Said(_("Garbled letters"), _("See that the letters were put right, and save the page as UTF-8.")),
        "no-break-space": Said(_("Hard space"), _("Nothing: it is read as a space.")),
        "utf-16": Said(_("File in UTF-16"), _("Nothing: the file is read as it is.")),
    }


def _of_values() -> Mapping[str, Said]:
    return {
        "blank-value": Said(_("Label without a value"), _("Ask the publisher to fill it in; it counts as not stated.")),
        "case-variant": Said(_("Other capitals"), _("See that the same thing is meant; the usual spelling is used.")),
        "facet-omits-pair": Said(_("Partner missing from the list"), _("Ask the publisher to list all partners.")),
        "goal-name-differs": Said(
            _("Number and name of a goal differ"), _("Ask which goal is meant; the number counts.")
        ),
        "goal-unknown": Said(_("No such goal"), _("Ask which of the 17 goals is meant; none is counted.")),
        "label-missing": Said(_("Value without a label"), _("See that the value was read as the right kind of thing.")),
        "several-periods": Said(
            _("Several periods"), _("See that the period of the project is the one that was taken.")
        ),
        "tags-left-out": Said(_("Tags of no list"), _("Add the tag to a vocabulary if it should count.")),
        "unknown-value": Said(_("Value that is not known"), _("Add it to its vocabulary, or ask for the usual word.")),
        "values-glued": Said(_("Values run together"), _("See that the values were parted in the right places.")),
    }


def _of_names() -> Mapping[str, Said]:
    return {
        "guessed-split": Said(_("Name parted by a guess"), _("Add the name to the table of bodies, if it is one.")),
        "no-case-boundary": Said(_("Name without a capital"), _("See where the name begins, and add it to the table.")),
        "pairs-not-stated": Said(
            _("Who works with whom is not said"), _("Ask the publisher which partners work together.")
        ),
        "partner-from-title": Said(
            _("Partner taken from the title"), _("Ask the publisher to list the partner as well.")
        ),
        "slug-collision": Said(_("Two things of one name"), _("See that they are two, and give one another name.")),
        "unmatched-name": Said(
            _("Name that is not known"), _("Add the body to the table of bodies, with its country.")
        ),
    }


def _of_posts() -> Mapping[str, Said]:
    return {
        "embedded-title": Said(_("Title inside a post"), _("See whether two posts were read as one.")),
        "facet-touches-text": Said(_("List close to the text"), _("Nothing: the list is found all the same.")),
        "facets-missing": Said(_("Post without lists"), _("Save the whole page; until then its goals are unknown.")),
        "guessed-title": Said(_("Title found by a guess"), _("See that this line is the title of the post.")),
        "not-published": Said(_("Post that makes no partnership"), _("Name two partners, or add them to the table.")),
        "subtitle": Said(_("Possible name of the project"), _("See whether this is the name of the project.")),
        "title-missing": Said(_("Post without a title"), _("Ask the publisher for a title, or save the page anew.")),
    }
