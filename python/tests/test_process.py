"""Signals, forks and threads."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import numpy as np
import pytest

import catchment

HARD = """
    import numpy as np, catchment, signal, sys, time, threading, os
    random = np.random.default_rng(1)
    problem = catchment.Problem(random.uniform(0, 100, (4_000, 80)), random.uniform(1, 9, 4_000))
"""


def run(script: str, timeout: float = 120) -> str:
    text = textwrap.dedent(script)
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=timeout)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_ctrl_c_ends_a_solve_within_half_a_second() -> None:
    waited = run(
        textwrap.dedent(HARD)
        + textwrap.dedent("""
    sent = []
    def send():
        time.sleep(1.5)
        sent.append(time.perf_counter())
        os.kill(os.getpid(), signal.SIGINT)
    threading.Thread(target=send).start()
    try:
        problem.solve("p-median", centres=8)
        print("solved")
    except KeyboardInterrupt:
        print(time.perf_counter() - sent[0])
    # The next question is answered as if nothing had been.
    assert problem.solve("p-median", centres=1).status == "optimal"
    """)
    )
    assert 0 <= float(waited) < 0.5


def test_python_goes_on_during_a_solve() -> None:
    random = np.random.default_rng(2)
    problem = catchment.Problem(random.uniform(0, 100, (4_000, 80)), random.uniform(1, 9, 4_000))
    ticks, done = [0], threading.Event()

    def tick() -> None:
        while not done.is_set():
            ticks[0] += 1
            time.sleep(0.005)

    thread = threading.Thread(target=tick)
    thread.start()
    problem.solve("p-median", centres=8, time_limit=1)
    done.set()
    thread.join()
    assert ticks[0] > 20


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_use_after_a_fork_is_refused_and_names_spawn() -> None:
    shown = run("""
        import multiprocessing, sys, warnings
        warnings.simplefilter("ignore")
        import catchment
        problem = catchment.Problem([[1.0, 2.0]], [1])
        problem.evaluate([[0]])
        def work(queue):
            for ask in (
                lambda: problem.evaluate([[0]]),
                lambda: problem.solve("p-median", centres=1),
                lambda: catchment.Study.england().run(),
                lambda: catchment.GridQuestion({"x": (50, 0)}, [["x"]]),
            ):
                try:
                    ask()
                    queue.put("answered")
                except catchment.ForkError as error:
                    queue.put("spawn" in str(error))
        context = multiprocessing.get_context("fork")
        queue = context.Queue()
        child = context.Process(target=work, args=(queue,))
        child.start()
        print([queue.get(timeout=30) for _ in range(4)])
        child.join(30)
        print(child.exitcode)
    """)
    assert shown.split("\n")[:2] == ["[True, True, True, True]", "0"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_use_only_in_forked_children_works() -> None:
    shown = run("""
        import multiprocessing, warnings
        warnings.simplefilter("ignore")
        import catchment
        def work(number):
            return catchment.Problem([[number, 2.0]], [1]).evaluate([[0]])["mean_minutes"][0]
        with multiprocessing.get_context("fork").Pool(2) as pool:
            print(pool.map(work, [3.0, 4.0]))
    """)
    assert shown.strip() == "[3.0, 4.0]"


def test_threads_can_be_set_before_the_first_question() -> None:
    shown = run("""
        import catchment
        print(catchment.set_threads(1), catchment.set_threads(1), catchment.set_threads(2))
        try:
            catchment.set_threads(0)
        except catchment.InputError as error:
            print(error)
    """)
    assert shown.split("\n")[:2] == ["True True False", "threads must be at least 1 (got 0)"]


def test_many_threads_may_ask_at_once() -> None:
    random = np.random.default_rng(3)
    problem = catchment.Problem(random.uniform(0, 100, (500, 20)), random.uniform(1, 9, 500))
    expected = problem.solve("p-median", centres=3).sites
    answers: list[list[object]] = []
    threads = [
        threading.Thread(target=lambda: answers.append(problem.solve("p-median", centres=3).sites))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert answers == [expected] * 8


def test_signal_handlers_stay_those_of_python() -> None:
    before = signal.getsignal(signal.SIGINT)
    catchment.Problem([[1.0]], [1]).solve("p-median", centres=1)
    assert signal.getsignal(signal.SIGINT) is before
