"""From bytes to lines: every encoding that is recognised, and what is said about it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.ingest.decoding import Decoded, decode


def codes(decoded: Decoded) -> list[tuple[int, str]]:
    """Return line and code of each finding."""
    return [(found.line, found.code) for found in decoded.findings]


def test_plain_utf_8_has_no_findings() -> None:
    """UTF-8 with line feeds is what a listing should be."""
    decoded = decode("Svensk partner: Västerås\n\nÅk hit\n".encode())

    assert ("Svensk partner: Västerås", "", "Åk hit") == decoded.lines
    assert ("utf-8", []) == (decoded.encoding, codes(decoded))


def test_a_byte_order_mark_is_reported_and_left_out() -> None:
    """The mark is no part of the first line."""
    decoded = decode(b"\xef\xbb\xbfUme\xc3\xa5")

    assert (("Umeå",), "utf-8", [(1, "byte-order-mark")]) == (decoded.lines, decoded.encoding, codes(decoded))


@pytest.mark.parametrize("content", ["\ufeffUmeå\nPiteå".encode("utf-16-le"), "\ufeffUmeå\nPiteå".encode("utf-16-be")])
def test_utf_16_is_told_by_its_mark(content: bytes) -> None:
    """Both byte orders are read."""
    decoded = decode(content)

    assert (("Umeå", "Piteå"), "utf-16", [(1, "utf-16")]) == (decoded.lines, decoded.encoding, codes(decoded))


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_by_its_zero_bytes(codec: str) -> None:
    """Latin letters have a zero in every other byte."""
    assert ("Umeå",) == decode("Umeå".encode(codec)).lines


def test_utf_16_may_be_cut_inside_a_letter() -> None:
    """An odd byte at the end is half a letter."""
    decoded = decode("\ufeffUmeå".encode("utf-16-le")[:-1])

    assert (("Ume",), True) == (decoded.lines, decoded.cut_inside_letter)
    assert [(1, "utf-16"), (1, "cut-character")] == codes(decoded)


def test_windows_1252_is_reported_once() -> None:
    """A whole file in the other encoding is one finding, on the first line that shows it."""
    decoded = decode("Partner\nVästerås – Umeå\nPiteå".encode("cp1252"))

    assert ("Partner", "Västerås – Umeå", "Piteå") == decoded.lines
    assert ("windows-1252", [(2, "latin-1")]) == (decoded.encoding, codes(decoded))


def test_single_stray_bytes_are_reported_on_their_lines() -> None:
    """In a UTF-8 file each line with other bytes is named, and what can be read is read."""
    decoded = decode("Umeå\r\n".encode() + b"V\xe4ster\xe5s\r\nPite\xe5\x81")

    assert ("Umeå", "Västerås", "Piteå\x81") == decoded.lines
    assert ("utf-8", [(2, "latin-1"), (3, "latin-1"), (1, "carriage-returns")]) == (decoded.encoding, codes(decoded))


@pytest.mark.parametrize("letter", ["å", "–", "𝄞"])
def test_half_a_letter_at_the_end_is_left_out(letter: str) -> None:
    """However many bytes of it are left, a cut letter is a finding and not a guess in another encoding."""
    whole = f"Ume {letter}".encode()
    for end in range(5, len(whole)):
        decoded = decode(whole[:end])

        assert (True, [(1, "cut-character")]) == (decoded.cut_inside_letter, codes(decoded))
        assert ("Ume ",) == decoded.lines


def test_a_last_byte_in_windows_1252_is_no_half_letter() -> None:
    """Where the rest of the file is not UTF-8, the last byte is a letter like the others."""
    decoded = decode("Västerås, Umeå".encode("cp1252"))

    assert (("Västerås, Umeå",), False) == (decoded.lines, decoded.cut_inside_letter)


@pytest.mark.parametrize(("content", "line"), [(b"a\r\nb\r\n", 1), (b"a\rb", 1), (b"a\nb\r\nc", 2)])
def test_carriage_returns_are_reported_where_they_begin(content: bytes, line: int) -> None:
    """CRLF and CR end lines as LF does."""
    decoded = decode(content)

    assert ("a", "b") == decoded.lines[:2]
    assert [(line, "carriage-returns")] == codes(decoded)


def test_only_line_ends_end_lines() -> None:
    """Form feeds and the separators of Unicode end no line, so that numbers agree with every editor."""
    assert ("a\x85\u2028\u2029b", "c") == decode("a\x0b\x0c\x85\u2028\u2029b\nc".encode()).lines


def test_control_characters_are_left_out_and_reported_on_each_line() -> None:
    """XML cannot carry them, so one of them would make the RDF/XML of a record unreadable; tabs stay."""
    decoded = decode("Lund\nUme\x00å\x07\nPi\tteå\nFa\x1blun\ufffe".encode())

    assert ("Lund", "Umeå", "Pi\tteå", "Falun") == decoded.lines
    assert [(2, "control-characters"), (4, "control-characters")] == codes(decoded)


def test_decomposed_letters_are_composed_and_reported() -> None:
    """The first line with letters in two parts is named."""
    decoded = decode(unicodedata.normalize("NFD", "Lund\nUmeå\nPiteå").encode())

    assert (("Lund", "Umeå", "Piteå"), [(2, "decomposed-letters")]) == (decoded.lines, codes(decoded))


@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
def test_text_decoded_twice_is_put_right(codec: str) -> None:
    """UTF-8 that was read as Windows-1252 or Latin-1 and written again is read as it was meant."""
    decoded = decode("Lund\nVästerås – Piteå".encode().decode(codec).encode())

    assert (("Lund", "Västerås – Piteå"), [(2, "mojibake")]) == (decoded.lines, codes(decoded))


@pytest.mark.parametrize("text", ["Ã\u00a4rlig och \u20ac", "São Tomé Ã„"])
def test_what_only_looks_decoded_twice_stays(text: str) -> None:
    """A line that is no UTF-8 in disguise is left alone."""
    assert (text,) == decode(text.encode()).lines


@given(content=st.binary(max_size=200))
def test_any_bytes_give_lines(content: bytes) -> None:
    """Nothing raises, no line holds its end, and findings stand on lines that exist."""
    decoded = decode(content)

    assert not any("\n" in line or "\r" in line for line in decoded.lines)
    assert all(1 <= found.line <= max(len(decoded.lines), 1) for found in decoded.findings)


_TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="ÃâÂ\ufffe\uffff") | st.sampled_from("\t\r\n")
)


@given(text=_TEXT)
def test_utf_8_is_read_as_it_is(text: str) -> None:
    """Text in UTF-8 comes back in composed letters, whatever it holds."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    lines = unicodedata.normalize("NFC", plain).split("\n")
    decoded = decode(plain.encode())

    if decoded.encoding == "utf-8":
        assert tuple(lines[:-1] if lines[-1] == "" else lines) == decoded.lines
