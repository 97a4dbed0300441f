"""A program of its own that sets documents: requests on standard input, files on standard output, until either ends.

It runs apart because a long table takes hundreds of megabytes to set, which a process that serves must not keep.
Each message is its length as eight bytes and then so many bytes; a negative length answers with a fault in words.
"""

import json
import resource
import struct
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

import typst

PAPER = Path(__file__).parent.parent.parent / "templates" / "paper"
FONTS = Path(__file__).parent / "fonts"
_MEMORY = 4 * 1024**3
_LENGTH = struct.Struct(">q")


def main() -> None:
    """Answer requests until there are no more."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    fonts = typst.Fonts(font_paths=[str(FONTS)])
    while head := sys.stdin.buffer.read(_LENGTH.size):
        request = json.loads(sys.stdin.buffer.read(_LENGTH.unpack(head)[0]))
        try:
            made = set_in_type(request, fonts)
        except typst.TypstError as fault:
            _answer(sys.stdout.buffer, fault.message.encode(), is_fault=True)
        else:
            _answer(sys.stdout.buffer, made, is_fault=False)


def set_in_type(request: dict[str, object], fonts: typst.Fonts) -> bytes:
    """One request as a PDF, or its first page as PNG; its pictures stand beside the templates while it is made."""
    pictures = request["pictures"]
    assert isinstance(pictures, dict)  # noqa: S101
    with tempfile.TemporaryDirectory(prefix="readiness-paper-") as folder:
        root = Path(folder)
        for template in PAPER.glob("*.typ"):
            (root / template.name).write_bytes(template.read_bytes())
        for name, content in pictures.items():
            (root / Path(str(name)).name).write_bytes(bytes.fromhex(content))
        compiler = typst.Compiler(
            str(root / Path(str(request["template"])).name),
            root=folder,
            font_paths=fonts,
            sys_inputs={"values": str(request["values"])},
        )
        if request["pixels_per_inch"]:
            made = compiler.compile(format="png", ppi=float(str(request["pixels_per_inch"])))
        else:
            made = compiler.compile(
                format="pdf", pdf_standards="ua-1", timestamp=int(str(request["timestamp"]))
            )
    # A picture is made of each page; the first is what is looked at.
    first = made[0] if isinstance(made, list) else made
    assert isinstance(first, bytes)  # noqa: S101
    return first


def _answer(stream: BinaryIO, content: bytes, *, is_fault: bool) -> None:
    stream.write(_LENGTH.pack(-len(content) if is_fault else len(content)) + content)
    stream.flush()


if __name__ == "__main__":
    main()
