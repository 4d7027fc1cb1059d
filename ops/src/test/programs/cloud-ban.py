#!/usr/bin/python3
"""Bans an address at a provider, told by arguments as OSSEC's cloudflare-ban.sh is.

Its account is in a file beside the logs, since the environment is empty.
"""
import json
import sys
import urllib.request

action, user, address = sys.argv[1:4]
with open(sys.argv[0].rsplit("/", 3)[0] + "/etc/cloud.conf") as conf:
    url = conf.read().strip()
body = json.dumps({"target": address}).encode()
method = "POST" if action == "add" else "DELETE"
request = urllib.request.Request(url, body, {"Content-Type": "application/json"}, method=method)
with urllib.request.urlopen(request, timeout=10) as answer:
    sys.exit(0 if answer.status < 300 else 1)
