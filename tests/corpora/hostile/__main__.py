"""Run the corpus, or the cases whose names hold a word, and print one line about it."""

from __future__ import annotations

import sys

from tests.corpora.hostile.corpus import CASES
from tests.corpora.hostile.runner import Runner


def main() -> None:
    """Print every fault, then how many inputs were tried and how many failed."""
    chosen = [case for case in CASES if not sys.argv[1:] or any(word in case.name for word in sys.argv[1:])]
    possible = [case for case in chosen if case.is_possible]
    failed = 0
    with Runner() as runner:
        for case in possible:
            faults = runner.faults(case)
            failed += bool(faults)
            for fault in faults:
                sys.stdout.write(f"{case.name}: {fault}\n")
        (seconds, slowest), (memory, largest) = runner.slowest, runner.largest
    sys.stdout.write(
        f"hostile inputs: {len(possible)}, failures {failed}; slowest {seconds:.1f} s ({slowest}), "
        f"most memory {memory / 1e6:.0f} MB ({largest})\n"
    )
    sys.exit(1 if failed else 0)


main()
