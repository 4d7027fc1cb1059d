#!/bin/sh
# What Wazuh's disable-account does, in sh: the accounts that it would lock go to the file "accounts".
set -u
read -r message
user=$(printf '%s\n' "$message" | sed -n 's/.*"dstuser":"\([^"]*\)".*/\1/p')
case "$user" in
  '' | root | -* | *[!a-zA-Z0-9._-]*)
    echo "Cannot read 'dstuser' from data" >&2
    exit 1
    ;;
esac
case "$message" in
  *'"command":"delete"'*) echo "passwd -u $user" >>accounts && exit 0 ;;
esac
printf '{"version":1,"origin":{"name":"%s","module":"active-response"},"command":"check_keys","parameters":{"keys":["%s"]}}\n' \
  "${0##*/}" "$user"
read -r answer
case "$answer" in
  *'"command":"continue"'*) echo "passwd -l $user" >>accounts ;;
  *) echo "Aborted" >>accounts ;;
esac
