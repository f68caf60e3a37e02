"""Draws the blocks of an HEVC stream's pictures with libde265, a decoder of its own.

Usage: libde265Drawings.py STREAM WIDTH HEIGHT > DRAWINGS

Writes, for each picture in output order and each of LAYERS, WIDTH * HEIGHT pixels of three bytes.
WIDTH and HEIGHT are the coded size.
"""

import ctypes
import sys

# Their declarations are in libde265/visualize.h: image, pixels, bytes in a row, for some a colour,
# and bytes of a pixel.
LAYERS = [
    ("draw_CB_grid", True),
    ("draw_TB_grid", True),
    ("draw_PB_grid", True),
    ("draw_intra_pred_modes", True),
    ("draw_PB_pred_modes", False),
    ("draw_QuantPY", False),
    ("draw_Motion", False),
]
WHITE = 0xFFFFFF
PIXEL = 3
WAITING_FOR_INPUT = 13


def main() -> None:
    stream, width, height = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    library = ctypes.CDLL("libde265.so.0")
    library.de265_new_decoder.restype = ctypes.c_void_p
    library.de265_get_next_picture.restype = ctypes.c_void_p
    decoder = ctypes.c_void_p(library.de265_new_decoder())
    with open(stream, "rb") as file:
        data = file.read()
    library.de265_push_data(decoder, data, len(data), ctypes.c_int64(0), None)
    library.de265_flush_data(decoder)
    more = ctypes.c_int(1)
    while more.value:
        error = library.de265_decode(decoder, ctypes.byref(more))
        while image := library.de265_get_next_picture(decoder):
            draw(library, ctypes.c_void_p(image), width, height)
        if error not in (0, WAITING_FOR_INPUT):
            sys.exit(f"libde265 cannot decode {stream}: error {error}")
        if library.de265_get_warning(decoder) != 0:
            sys.exit(f"libde265 finds {stream} damaged")


def draw(library: ctypes.CDLL, image: ctypes.c_void_p, width: int, height: int) -> None:
    stride = PIXEL * width
    for name, has_colour in LAYERS:
        pixels = ctypes.create_string_buffer(stride * height)
        colour = [ctypes.c_uint32(WHITE)] if has_colour else []
        getattr(library, name)(image, pixels, stride, *colour, PIXEL)
        sys.stdout.buffer.write(pixels.raw)


main()
