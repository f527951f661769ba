"""Validates RO-Crates with roc-validator, without a network: the JSON-LD context comes from the package rocrate.

usage: validate.py FOLDER…   prints what is wrong, a line an issue; ends with 0 if all are valid, else 1
"""

import importlib.util
import io
import json
import pathlib
import sys
import urllib.response

import rdflib.parser
import requests

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
text = (pathlib.Path(importlib.util.find_spec("rocrate").origin).parent / "data" / "ro-crate.jsonld").read_bytes()
assert json.loads(text)["@id"] == CONTEXT, "the package rocrate has the context of another version"


class Local(requests.adapters.BaseAdapter):
    """Answers for the one address that a crate names; any other is an error."""

    def send(self, request, **kwargs):
        if request.url != CONTEXT:
            raise requests.exceptions.ConnectionError(f"no network here: {request.url}")
        response = requests.Response()
        response.status_code = 200
        response.url = request.url
        response.request = request
        response.headers["Content-Type"] = "application/ld+json"
        response._content = text
        return response

    def close(self):
        pass


requests.Session.get_adapter = lambda self, url: Local()

# rdflib reads the context of a JSON-LD text by its own means.
open_url = rdflib.parser._urlopen


def local_open(request):
    url = request.full_url if hasattr(request, "full_url") else request
    if url != CONTEXT:
        return open_url(request)
    return urllib.response.addinfourl(io.BytesIO(text), {"Content-Type": "application/ld+json"}, url, 200)


rdflib.parser._urlopen = local_open

from rocrate_validator import models, services  # noqa: E402

failed = False
for folder in sys.argv[1:]:
    settings = services.ValidationSettings(
        rocrate_uri=folder,
        profile_identifier="ro-crate-1.1",
        requirement_severity=models.Severity.REQUIRED,
        no_cache=True,
    )
    result = services.validate(settings)
    issues = sorted({f"{issue.check.identifier}: {issue.message}" for issue in result.get_issues()})
    for issue in issues:
        print(f"{folder}: {issue}")
    print(f"{folder}: {'valid' if not issues else f'{len(issues)} issues'}")
    failed = failed or bool(issues)
sys.exit(1 if failed else 0)
