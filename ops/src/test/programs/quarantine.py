#!/usr/bin/python3
"""Moves a file that a file-integrity alert is about out of the way; back on delete."""
import json
import os
import sys

message = json.loads(sys.stdin.readline())
path = message["parameters"]["alert"]["syscheck"]["path"]
held = path + ".quarantined"
if message["command"] == "add":
    keys = {
        "version": 1,
        "origin": {"name": "quarantine.py", "module": "active-response"},
        "command": "check_keys",
        "parameters": {"keys": [path]},
    }
    print(json.dumps(keys), flush=True)
    if json.loads(sys.stdin.readline())["command"] == "continue":
        os.rename(path, held)
else:
    os.rename(held, path)
