#!/usr/bin/python3
"""Tells a chat of an alert, as Wazuh's wazuh-slack does: the address is its only extra argument.

It keeps nothing, so it tells no keys, and is run for each alert.
"""
import json
import sys
import urllib.request

message = json.loads(sys.stdin.readline())
alert = message["parameters"]["alert"]
url = message["parameters"]["extra_args"][0]
text = "Rule %s for %s" % (alert["rule"]["id"], alert["data"].get("srcip", "-"))
request = urllib.request.Request(url, json.dumps({"text": text}).encode())
request.add_header("Content-Type", "application/json")
with urllib.request.urlopen(request, timeout=10) as answer:
    sys.exit(0 if answer.status == 200 else 1)
