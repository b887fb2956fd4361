"""Replays frames through pyte: each line in is "COLUMNS ROWS" or hex bytes, each answer a picture."""

import sys

import pyte


class Screen(pyte.Screen):
    """pyte 0.8.0 takes CSI r, which resets the scroll region, for one that keeps its bottom."""

    def set_margins(self, top=None, bottom=None):
        super().set_margins(top or None, bottom or None)
        if not top and not bottom:
            self.cursor_position()


screen = stream = None
for line in sys.stdin:
    words = line.split()
    if len(words) == 2:
        screen = Screen(int(words[0]), int(words[1]))
        stream = pyte.ByteStream(screen)
        stream.feed(b"\x1b[?7l")  # as TerminalModes has it
        continue
    stream.feed(bytes.fromhex(words[0]))
    for row in range(screen.lines):
        for column in range(screen.columns):
            cell = screen.buffer[row][column]
            flags = "".join(
                letter if on else "-"
                for letter, on in (
                    ("b", cell.bold),
                    ("i", cell.italics),
                    ("u", cell.underscore),
                    ("r", cell.reverse),
                    ("s", cell.strikethrough),
                )
            )
            text = ",".join("%x" % ord(c) for c in cell.data)
            print(text or "-", cell.fg, cell.bg, flags)
    print(screen.cursor.y, screen.cursor.x, screen.cursor.hidden, flush=True)
