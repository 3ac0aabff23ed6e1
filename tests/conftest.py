"""What holds for the whole suite: no network, a fresh seed that is printed, long tests and instances on demand."""

import os
import secrets
import sys
from pathlib import Path

import hypothesis
import pytest

OFFLINE = str(Path(__file__).parent / "offline")
sys.path.insert(0, OFFLINE)
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [OFFLINE, os.environ.get("PYTHONPATH")]))

import offline  # noqa: E402, F401  (from here on no socket leaves this machine, nor from processes that tests start)

hypothesis.settings.register_profile(
    "default",
    deadline=None,  # a busy machine is no counterexample
    max_examples=50,
    print_blob=True,
    derandomize=False,  # a fresh seed on every run, in CI too; the header tells how to repeat it
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile("long", hypothesis.settings.get_profile("default"), max_examples=2000)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("consolidate")
    group.addoption("--seed", type=int, default=None, help="seed of all random tests; fresh on every run unless given")
    group.addoption("--long", action="store_true", default=False, help="run the long versions of the promises too")
    group.addoption("--update-golden", action="store_true", default=False, help="write the golden files anew")


@pytest.hookimpl(tryfirst=True)  # before hypothesis reads its own option
def pytest_configure(config: pytest.Config) -> None:
    worker = getattr(config, "workerinput", {})
    if config.option.seed is None:
        config.option.seed = worker.get("seed", secrets.randbits(32))
    if config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(config.option.seed)
    if config.option.update_golden:
        os.environ["UPDATE_GOLDEN"] = "1"  # the reports' golden files, and processes that tests start
    hypothesis.settings.load_profile("long" if config.option.long else "default")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Hand the seed to a worker of pytest-xdist."""
    node.workerinput["seed"] = node.config.option.seed


def pytest_report_header(config: pytest.Config) -> str:
    return f"seed: {config.option.seed} (repeat with --seed {config.option.seed})"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say the seed once more under failures, where a reader of a long log looks."""
    if terminalreporter.stats.get("failed"):
        terminalreporter.write_line(pytest_report_header(terminalreporter.config))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "instances_dir" in getattr(item, "fixturenames", ()):
            item.add_marker("instances")
        if not config.option.long and item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="long: runs with --long"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("instances"):
        need_instances()


def need_instances() -> Path:
    """Return the folder of published instances; without it skip the test, or fail it when CI says it must be there."""
    named = os.environ.get("CONSOLIDATE_INSTANCES")
    if named and Path(named, "index.csv").is_file():
        return Path(named)
    missing = f"{named} holds no index.csv" if named else "CONSOLIDATE_INSTANCES is not set"
    if os.environ.get("CONSOLIDATE_REQUIRE_INSTANCES") == "1":
        pytest.fail(f"{missing}, and CONSOLIDATE_REQUIRE_INSTANCES=1 asks for the published instances", pytrace=False)
    pytest.skip(f"{missing}: the published instances are not part of the repository")


@pytest.fixture(scope="session")
def instances_dir() -> Path:
    return need_instances()


@pytest.fixture(scope="session")
def random_seed(pytestconfig: pytest.Config) -> int:
    return pytestconfig.option.seed
