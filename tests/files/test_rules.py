"""What may be attached: by what it holds, not by what it says it is."""

import io
import struct
import zipfile

import pytest

from portal.files import images, rules
from portal.files.words import FileKind
from portal.kernel.errors import Refused
from tests.files import samples

MOST = 10_000_000


@pytest.mark.parametrize(("name", "content", "kind"), samples.SOUND, ids=lambda one: str(one)[:20])
def test_a_sound_file_is_known_by_its_content(name, content, kind):
    assert rules.judge(name, content, most=MOST) is kind
    assert rules.cleaned(kind, content)


@pytest.mark.parametrize(
    ("name", "content", "said"), samples.UNWANTED, ids=lambda one: str(one)[:20]
)
def test_another_is_refused_with_what_to_send_instead(name, content, said):
    with pytest.raises(Refused, match=said) as refusal:
        rules.cleaned(rules.judge(name, content, most=MOST), content)

    assert refusal.value.field == "file"


def test_the_limit_is_the_last_size_taken():
    text = b"a" * 2_000_000

    assert rules.judge("a.txt", text, most=2_000_000) is FileKind.TEXT
    with pytest.raises(Refused, match="dépasse 2 Mo"):
        rules.judge("a.txt", text + b"a", most=2_000_000)


def test_five_files_at_most():
    rules.check_count(4)
    with pytest.raises(Refused, match="Cinq fichiers"):
        rules.check_count(5)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Rapport.PDF", "Rapport.pdf"),
        ("../../instance/app.db", "app.db"),
        ("..\\..\\photo.jpg", "photo.jpg"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ("  deux   blancs .csv", "deux blancs.csv"),
        ("\u0065\u0301te.txt", "\u00e9te.txt"),
        (".pdf", "pdf"),
        ("", ""),
        (None, ""),
        ("é" * 200 + ".pdf", "é" * 116 + ".pdf"),
        ("a;b\"c'<d>.txt", "a b c' d.txt"),
    ],
)
def test_a_name_is_shown_without_what_misleads(sent, shown):
    assert rules.clean_name(sent) == shown


def test_a_zip_with_an_endless_list_is_not_read():
    """The list is measured by the end of the archive before any of it is read."""
    real = samples.docx()
    place = real.rfind(b"PK\x05\x06")
    told = struct.pack("<HH", 65535, 65535)
    swollen = real[: place + 8] + told + real[place + 12 :]

    with pytest.raises(Refused):
        rules.judge("a.docx", swollen, most=MOST)


def test_a_document_that_unpacks_to_gigabytes_is_refused_unopened():
    told = io.BytesIO()
    with zipfile.ZipFile(told, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", bytes(1000))
    content = told.getvalue()
    place = content.find(b"PK\x01\x02", content.find(b"PK\x01\x02") + 4)
    swollen = content[: place + 24] + struct.pack("<L", 4_000_000_000) + content[place + 28 :]

    with pytest.raises(Refused):
        rules.judge("a.docx", swollen, most=MOST)


# Images keep what draws, and nothing else


@pytest.mark.parametrize("kind", list(images.CLEANING))
def test_an_image_loses_what_hides_in_it(kind):
    content = samples.IMAGES[kind]
    told = rules.cleaned(kind, content)

    assert samples.SECRET in content and samples.SECRET not in told
    assert images.kind_of(told) is kind
    assert rules.cleaned(kind, told) == told


@pytest.mark.parametrize("kind", list(images.CLEANING))
def test_an_image_cut_anywhere_is_refused_or_cleaned_without_a_fault(kind):
    content = samples.IMAGES[kind]
    for size in range(12, len(content)):
        try:
            rules.cleaned(kind, content[:size])
        except Refused:
            continue


def test_a_phone_held_upright_still_shows_upright_pictures():
    told = rules.cleaned(FileKind.JPEG, samples.jpeg(way=6))

    assert told.count(b"Exif\x00\x00") == 1
    assert images._orientation(told[told.index(b"Exif\x00\x00") + 6 :]) == 6
    assert b"Exif" not in rules.cleaned(FileKind.JPEG, samples.jpeg(way=1))


def test_what_follows_the_picture_goes():
    for kind in images.CLEANING:
        told = rules.cleaned(kind, samples.IMAGES[kind] + b"<script>canary</script>")
        assert b"canary" not in told
