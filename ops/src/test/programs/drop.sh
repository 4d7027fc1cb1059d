#!/bin/sh
# What Wazuh's firewall-drop does, in sh: the rules that it would make go to the file "rules".
# Keeps what it was told, and what it finds around itself, for the test to look at.
printf '%s' "$0" >argv0
printf '%s' "$#" >argc
pwd -P >cwd
cut -d" " -f1,5,6 "/proc/$$/stat" >ids
IFS= read -r first
printf '%s\n' "$first" >>told
address=$(printf '%s\n' "$first" | sed -n 's/.*"srcip":"\([0-9a-fA-F.:]*\)".*/\1/p')
command=$(printf '%s\n' "$first" | sed -n 's/.*"module":"wazuh-execd"},"command":"\([a-z]*\)".*/\1/p')
if [ -z "$address" ]; then
  echo "Cannot read 'srcip' from data" >&2
  exit 1
fi
case "$command" in
  add)
    printf '{"version":1,"origin":{"name":"%s","module":"active-response"},"command":"check_keys","parameters":{"keys":["%s"]}}\n' \
      "${0##*/}" "$address"
    IFS= read -r second
    printf '%s\n' "$second" >>told
    case "$second" in
      *'"command":"continue"'*)
        echo "-I INPUT -s $address -j DROP" >>rules
        echo "-I FORWARD -s $address -j DROP" >>rules
        ;;
      *) echo aborted >>told ;;
    esac
    ;;
  delete)
    echo "-D INPUT -s $address -j DROP" >>rules
    echo "-D FORWARD -s $address -j DROP" >>rules
    ;;
  *) exit 2 ;;
esac
