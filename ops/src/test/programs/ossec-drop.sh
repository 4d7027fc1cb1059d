#!/bin/sh
# What OSSEC's firewall-drop.sh does: told by arguments, one at a time by a lock directory.
ACTION=$1
USER=$2
IP=$3
cd "$(dirname "$0")/../.." || exit 1
while ! mkdir fw-drop 2>/dev/null; do
  sleep 0.05
done
trap 'rmdir fw-drop' EXIT
if [ -e inside ]; then
  echo "two at once" >&2
  exit 1
fi
: >inside
[ "x$IP" = "x" ] && exit 1
echo "$ACTION $USER $IP" >>logs/active-responses.log
case "$ACTION" in
  add) echo "-I OSSEC -s $IP -j DROP" >>rules ;;
  delete) echo "-D OSSEC -s $IP -j DROP" >>rules ;;
  *) exit 1 ;;
esac
rm inside
