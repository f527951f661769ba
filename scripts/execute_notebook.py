"""Runs one notebook headless: execute_notebook.py INPUT OUTPUT KERNEL. Writes the result even when a cell fails."""

import os
import sys

import nbformat
from nbclient import NotebookClient

source, target, kernel = sys.argv[1:4]
notebook = nbformat.read(source, as_version=4)
client = NotebookClient(
    notebook,
    kernel_name=kernel,
    timeout=600,
    allow_errors=True,
    resources={"metadata": {"path": os.path.dirname(os.path.abspath(source))}},
)
client.execute()
nbformat.write(notebook, target + ".tmp")
os.replace(target + ".tmp", target)
