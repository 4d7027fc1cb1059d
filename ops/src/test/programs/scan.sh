#!/bin/sh
# What Wazuh's kaspersky does: hands its extra arguments to another program beside it, and reports.
read -r message
arguments=$(printf '%s\n' "$message" | sed -n 's/.*"extra_args":\[\([^]]*\)\].*/\1/p' | tr -d '",' )
"$(dirname "$0")/scanner" "$arguments" >>logs/active-responses.log 2>&1
