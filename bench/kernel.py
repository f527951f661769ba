"""Measures Jupyter kernels through jupyter_client: prints one JSON object, {kernel: {figure: value}}; of one that fails, {kernel: why}."""

import json
import os
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager

import nbclient
import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

TYPESCRIPT = {
    "trivial": lambda i: f"1 + {i}",
    "class": lambda i: (
        f"class Account{i} {{ constructor(readonly owner: string, private cents: number) {{}}\n"
        f"  get total(): number {{ return this.cents / 100 }} }}\n"
        f"const account{i} = new Account{i}('a', {i}); account{i}.total"
    ),
}
PYTHON = {
    "trivial": lambda i: f"1 + {i}",
    "class": lambda i: f"class Account{i}:\n  def __init__(self, o: str, c: int): self.c = c\naccount{i} = Account{i}('a', {i}); account{i}.c",
}


def memory(pid):
    """Resident memory of a process and all below it, in MB."""
    total = 0
    try:
        with open(f"/proc/{pid}/status") as status:
            total = next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children") as children:
                total += sum(memory(int(child)) for child in children.read().split())
    except (FileNotFoundError, StopIteration):
        pass
    return total


def run(client, code):
    started = time.perf_counter()
    client.execute(code)
    reply = client.get_shell_msg(timeout=60)
    while reply["msg_type"] != "execute_reply":
        reply = client.get_shell_msg(timeout=60)
    assert reply["content"]["status"] == "ok", reply["content"]
    return 1000 * (time.perf_counter() - started)


@contextmanager
def started(name):
    """A kernel, its client, and how long it took to answer and until its client took it to be ready: after an answer, jupyter_client
    waits until nothing has come for 0.2 s. The kernel is ended whatever happens: left alive, it would hold our output open."""
    beginning = time.perf_counter()
    manager = KernelManager(kernel_name=name)
    manager.start_kernel(cwd=tempfile.mkdtemp())
    client = manager.client()
    try:
        client.start_channels()
        client.kernel_info()
        client.get_shell_msg(timeout=60)
        answered = time.perf_counter() - beginning
        client.wait_for_ready(timeout=60)
        yield manager, client, answered, time.perf_counter() - beginning
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def measure(name, codes, figures):
    """Fills in the figures of a kernel, in steps: the kernels take turns, so that what else the machine does falls on all alike."""
    with started(name) as (manager, client, figures["kernel_info answered (s)"], figures["ready (s)"]):
        figures["first cell, sent at once (s)"] = run(client, "1") / 1000
        pid = manager.provisioner.pid
        figures["memory after the first cell (MB)"] = memory(pid)
        for _ in range(10):
            run(client, "2")
        latencies = []
        for start in range(0, 500, 50):
            yield
            latencies.append([run(client, codes["trivial"](i)) for i in range(start, start + 50)])
        figures["trivial cell, first 50 (ms)"] = statistics.median(latencies[0])
        figures["trivial cell, last 50 of 500 (ms)"] = statistics.median(latencies[-1])
        figures["trivial cell, all 500 (ms)"] = statistics.median(sum(latencies, []))
        figures["memory after 500 cells (MB)"] = memory(pid)
        yield
        figures["cell with a typed class (ms)"] = statistics.median(run(client, codes["class"](i)) for i in range(30))
        if name == "normlab":
            run(client, "%typecheck off")
            unchecked = [run(client, codes["trivial"](i)) for i in range(50)]
            figures["trivial cell, checking off (ms)"] = statistics.median(unchecked)
    yield
    with started(name) as (_, client, _, _):
        time.sleep(2)
        figures["first cell, after two seconds (s)"] = run(client, "1") / 1000
    yield
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(codes["class"](i)) for i in range(5)])
    # In an empty folder, as above: a tsconfig.json would change what is checked.
    resources = {"metadata": {"path": tempfile.mkdtemp()}}
    beginning = time.perf_counter()
    nbclient.NotebookClient(notebook, kernel_name=name, timeout=60, resources=resources).execute()
    figures["headless run of five cells (s)"] = time.perf_counter() - beginning


installed = KernelSpecManager().find_kernel_specs()
result = {kernel: {} for kernel in sys.argv[1:] if kernel in installed}
steps = {kernel: measure(kernel, PYTHON if kernel == "python3" else TYPESCRIPT, result[kernel]) for kernel in result}
while steps:
    for kernel in list(steps):
        try:
            next(steps[kernel])
        except StopIteration:
            del steps[kernel]
        except Exception as error:
            result[kernel] = repr(error)
            del steps[kernel]
print(json.dumps(result))
