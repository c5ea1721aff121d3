"""The questions of `sayso check` on a terminal: one screen a thing, one key an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from sayso.cli.keys import BACK, ENTER, ESCAPE, Keys
from sayso.tell import (
    ATTRIBUTION,
    CLOSE,
    FAULTS,
    MOST_COUNTED,
    OPEN,
    WHOLES,
    Answer,
    Bit,
    Item,
    Screen,
    clean_line,
    clean_text,
    make_answer,
    to_plain,
)

if TYPE_CHECKING:
    from sayso.case import Checking

WIDTH = 80  # a longer line tires the eye
STYLES = {"source": "underline", "cue": "bold", "stance": "italic", "cut": "dim", "gap": "dim", "sign": "bold magenta"}
CONTENT_STYLE = "green"
QUIT = "q"

MENU = (
    " r right       s source wrong   l cut too long  t cut too short  c other words",
    " n no attribution    h how it is put    p yes or no    w several of these",
    " d can't tell  m more text  ? help  b back  q quit",
)
INTRO = "Each answer is kept at once: stop whenever you like. ? explains the keys."
ATTRIBUTION_HELP = """\
An attribution lays words to somebody: the text says that someone said, wrote,
thought, showed, asked for or denied what stands between [[ and ]].

r  right: laid to the one named under "laid to", and the brackets hold what is
   laid to them. A missing "that", comma or quotation mark does not matter.
s  source wrong: laid to somebody else, or "she" is another woman.
l  cut too long: the brackets hold words that are not laid to them.
t  cut too short: the brackets leave some of them out.
c  other words: the brackets stand somewhere else altogether.
n  no attribution: nothing is laid to anybody here.
h  how it is put ("taken as") is wrong: asserts, reports, hedges, denies ...
p  yes or no ("taken as") is wrong: affirmed or negated.
w  several of these are wrong: type their letters, then Enter.
d  can't tell, even with m (more of the text around it).

Judge what the text says, never whether it is true."""
PARAGRAPH_HELP = """\
Each mark <1>, <2> ... stands behind the words that lay something to somebody.
The list below the text says what sayso made of it.

Wrong: nothing is laid to anybody there, or it is laid to another, or the words
are wrong altogether. A little too long or too short is not wrong here.
Missing: a statement that the text lays to somebody, and no mark does. If a mark
lays it to the wrong one, that is one wrong and one missing. A statement within
another counts too. What the author says in his own voice is not counted. Words
listed under "also" are found already: don't count them.

Judge what the text says, never whether it is true."""


class Leave(Exception):
    """The person goes somewhere else: back, or out."""

    def __init__(self, *, is_back: bool) -> None:
        self.is_back = is_back


def ask_all(checking: Checking, keys: Keys, console: Console) -> bool:
    """Ask what isn't answered yet and keep each answer at once; says whether all is answered."""
    items = checking.items
    asker = Asker(checking, keys, console)
    at = asker.find_next(0)
    while True:
        try:
            if at is None:
                asker.end()
                return True
            answer = asker.ask(items[at], number=at)
        except EOFError:
            return False
        except Leave as leave:
            if not leave.is_back:
                return False
            at = max((len(items) if at is None else at) - 1, 0)
            continue
        if answer is not None:
            checking.save(items[at], answer)
            asker.before = tell_answer(answer)
        at = asker.find_next(at + 1)


def tell_answer(answer: Answer) -> str:
    """An answer in words."""
    if answer.n_missing is not None:
        return f"{answer.n_wrong} wrong, {answer.n_missing} missing"
    labels = {choice.word: choice.label for choice in (*FAULTS, *WHOLES)}
    return ", ".join(labels[word] for word in answer.words)


class Asker:
    """Shows items one at a time and waits for their answers.

    Attributes:
        before: the last answer in words, shown so that a slip of the finger is seen.
    """

    def __init__(self, checking: Checking, keys: Keys, console: Console) -> None:
        self.checking, self.keys, self.console = checking, keys, console
        self.before = ""
        self._width = min(WIDTH, console.width)

    def find_next(self, at: int) -> int | None:
        """Place of the next item without an answer, those before `at` last; null when there is none."""
        items, answers = self.checking.items, self.checking.answers()
        places = [*range(at, len(items)), *range(min(at, len(items)))]
        return next((place for place in places if items[place].shown_id not in answers), None)

    def end(self) -> None:
        """Say that all is answered; the last answer can still be taken back."""
        if self.before:
            self.say(f"\nThat was the last ({self.before}). Enter shows the figures, b goes back.", style="bold")
            while (key := self.keys.read()) != ENTER:
                self._leave(key)

    def ask(self, item: Item, *, number: int) -> Answer | None:
        """Ask about one item; null when its earlier answer is to stay.

        Raises:
            Leave: back or out.
            EOFError: the terminal is gone.
        """
        former = self.checking.answers().get(item.shown_id)
        ask = self._ask_attribution if item.task == ATTRIBUTION else self._ask_paragraph
        return ask(item, number, former)

    # ------------------------------------------------------------ attributions

    def _ask_attribution(self, item: Item, number: int, former: Answer | None) -> Answer | None:
        single = {choice.key for choice in (*FAULTS, *WHOLES)}
        screen = self._show(item, number, former)
        self._menu(MENU)
        while True:
            key = self.keys.read()
            if key == ENTER and former:
                return None
            if key == "w":
                answer = self._ask_several(screen)
                if answer:
                    return answer
            elif key in "hp" and not screen.has_stance:
                self.say("It was taken for no claim, so there is nothing of the kind to judge.")
            elif key in single:
                return make_answer([key])
            elif self._look(key, item, number, former, ATTRIBUTION_HELP):
                self._menu(MENU)

    def _ask_several(self, screen: Screen) -> Answer | None:
        letters = [choice.key for choice in FAULTS if screen.has_stance or choice.key not in "hp"]
        self.say(f"Which? Letters of {' '.join(letters)}, then Enter (Esc: none): ", end="")
        given: list[str] = []
        while True:
            key = self.keys.read()
            if key == ENTER and given:
                self.say("")
                return make_answer(given)
            if key in (ESCAPE, BACK):
                self.say("none")
                return None
            if key in letters and key not in given:
                given.append(key)
                self.say(f"{key} ", end="")

    # ------------------------------------------------------------ paragraphs

    def _ask_paragraph(self, item: Item, number: int, former: Answer | None) -> Answer | None:
        n_marked = len(item.marked)
        wrong = f" How many of the {n_marked} marked are wrong? 0 to {min(n_marked, MOST_COUNTED)}"
        if n_marked == 1:
            wrong = " Is the one marked wrong? 0 no, 1 yes"
        missing = f" How many statements laid to somebody have no mark? 0 to {MOST_COUNTED} ({MOST_COUNTED} is also more)"
        n_wrong: int | None = None if n_marked else 0
        self._show(item, number, former)
        while True:
            self._menu((missing if n_wrong is not None else wrong, MENU[-1]))
            key = self._read_count(MOST_COUNTED if n_wrong is not None else min(n_marked, MOST_COUNTED), former)
            if key == ENTER:
                return None
            if key == "d":
                return make_answer([key])
            if key == BACK and n_marked and n_wrong is not None:
                n_wrong = None
            elif key.isdigit() and n_wrong is None:
                n_wrong = int(key)
                self.say(f"   {key} wrong", style="bold")
            elif key.isdigit() and n_wrong is not None:
                return Answer(("counted",), n_wrong, int(key))
            else:
                self._look(key, item, number, former, PARAGRAPH_HELP)

    def _read_count(self, most: int, former: Answer | None) -> str:
        while True:
            key = self.keys.read()
            is_count = key in "0123456789" and int(key) <= most
            if is_count or key in ("d", "m", "?", BACK, QUIT) or (key == ENTER and former):
                return key

    # ------------------------------------------------------------ what is on the screen

    def _look(self, key: str, item: Item, number: int, former: Answer | None, help_: str) -> bool:
        """Do what a key that answers nothing asks for; says whether the screen was drawn anew."""
        self._leave(key)
        if key == "m":
            self._show(item, number, former, is_wide=True)
        elif key == "?":
            self.say("\n" + help_ + "\n\nAny key goes on.")
            self.keys.read()
            self._show(item, number, former)
        return key in ("m", "?")

    def _leave(self, key: str) -> None:
        if key in (BACK, QUIT):
            raise Leave(is_back=key == BACK)

    def _show(self, item: Item, number: int, former: Answer | None, *, is_wide: bool = False) -> Screen:
        screen = self.checking.screens.show(item, is_wide=is_wide)
        if not self.console.is_dumb_terminal:
            self.console.clear()
        items, n_left = self.checking.items, len(self.checking.unanswered())
        of_task = [other for other in items if other.task == item.task]
        left = f"{item.task.capitalize()} {of_task.index(item) + 1} of {len(of_task)}"
        right = f"{len(items) - n_left} of {len(items)} answered"
        self.say(f"{left}{right:>{max(self._width - len(left), len(right) + 1)}}", style="bold")
        self.say("-" * self._width, style="dim")
        self.say(clean_line(screen.document), style="dim")
        self.say("")
        self.console.print(self._draw(screen), width=self._width)
        self.say("")
        self._tell_facts(screen)
        if former:
            self.say(f"Your answer was: {tell_answer(former)}. Enter keeps it.", style="bold")
        else:
            self.say(f"(before this: {self.before})" if self.before else INTRO, style="dim")
        return screen

    def _draw(self, screen: Screen) -> Text:
        if self.console.is_dumb_terminal:  # no colour, no bold: signs do it
            return Text(to_plain(screen.bits))
        text, is_open = Text(), False
        for bit in screen.bits:
            if bit.is_claim != is_open and bit.part != "sign":
                text.append(OPEN if bit.is_claim else CLOSE, style="bold green")
                is_open = bit.is_claim
            is_break = bit.part == "sign" and bit.text.startswith("¶")
            text.append("\n" if is_break else clean_text(bit.text), style=pick_style(bit))
        return text.append(CLOSE if is_open else "", style="bold green")

    def _tell_facts(self, screen: Screen) -> None:
        wide = max((len(label) for label, _ in screen.facts), default=0)
        for label, words in screen.facts:
            body = Text(words).wrap(self.console, max(self._width - wide - 2, 20))
            for i, line in enumerate(body):
                name = Text(f"{label if not i else '':<{wide}}  ", style="dim")
                self.console.print(Text.assemble(name, line), width=self._width)

    def _menu(self, lines: tuple[str, ...]) -> None:
        self.say("-" * self._width, style="dim")
        for line in lines:
            self.say(line)

    def say(self, words: str, *, style: str = "", end: str = "\n") -> None:
        """Print words as they are."""
        self.console.print(Text(words, style=style), width=self._width, end=end)


def pick_style(bit: Bit) -> str:
    """How a bit of a passage looks: the colour says what is laid to somebody, the rest what it is besides."""
    return " ".join(filter(None, (CONTENT_STYLE if bit.is_claim else "", STYLES.get(bit.part, ""))))
