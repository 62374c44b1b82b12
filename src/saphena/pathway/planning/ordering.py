"""The sessions in order: the trunk that feeds a vein is treated before it, or with it, never after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["Feeds", "in_order", "too_early"]

Feeds = Mapping[str, Sequence[str]]
"""Of each vein, those that feed it when blood falls back: the trunk of a tributary, the junction of a trunk."""


def in_order(targets: Sequence[str], feeds: Feeds) -> list[str]:
    """The same targets, each after all of those that feed it, else as they were given.

    Veins that feed each other in a ring have no first: they stay as they were given.
    """
    left, done = list(dict.fromkeys(targets)), []
    while left:
        free = (target for target in left if not (_above(target, feeds) & (set(left) - {target})))
        chosen = next(free, left[0])
        left.remove(chosen)
        done.append(chosen)
    return done


def too_early(sessions: Sequence[Sequence[str]], feeds: Feeds) -> list[tuple[str, str]]:
    """Pairs (vein, its feeding vein) of which the feeding one comes in a later session than the vein."""
    when = {target: number for number, targets in reversed(list(enumerate(sessions))) for target in targets}
    return [
        (target, feeding)
        for target, number in sorted(when.items(), key=lambda pair: pair[1])
        for feeding in sorted(_above(target, feeds))
        if when.get(feeding, number) > number and target not in _above(feeding, feeds)
    ]


def _above(target: str, feeds: Feeds) -> set[str]:
    """Everything that feeds it, however far up."""
    found: set[str] = set()
    ahead = list(feeds.get(target, ()))
    while ahead:
        above = ahead.pop()
        if above not in found:
            found.add(above)
            ahead += feeds.get(above, ())
    return found
