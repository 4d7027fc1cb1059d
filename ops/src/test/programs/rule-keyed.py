#!/usr/bin/python3
"""Tells the id of the rule as its key, as a sample that many have copied does."""
import json
import sys

message = json.loads(sys.stdin.readline())
alert = message["parameters"]["alert"]
if message["command"] == "add":
    keys = {
        "version": 1,
        "origin": {"name": sys.argv[0], "module": "active-response"},
        "command": "check_keys",
        "parameters": {"keys": [alert["rule"]["id"]]},
    }
    print(json.dumps(keys), flush=True)
    if json.loads(sys.stdin.readline())["command"] != "continue":
        sys.exit(0)
with open("done", "a") as done:
    done.write(message["command"] + " " + alert["data"]["srcip"] + "\n")
