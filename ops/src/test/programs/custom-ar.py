#!/usr/bin/python3
"""A custom response as Wazuh's documentation describes them: it follows the published contract.

It keeps a file for each source address, and writes the log that Wazuh's own programs write.
"""
import datetime
import json
import os
import sys

LOG = "logs/active-responses.log"
HELD = "held"


def log(name, text):
    with open(LOG, "a") as file:
        now = datetime.datetime.now().strftime("%Y/%m/%d %H:%M:%S")
        file.write(now + " " + name + ": " + text + "\n")


def read_message(name):
    text = ""
    for line in sys.stdin:
        text = line
        break
    log(name, text)
    try:
        return json.loads(text)
    except ValueError:
        log(name, "Decoding JSON has failed, invalid input format")
        sys.exit(1)


def send_keys(name, keys):
    message = json.dumps(
        {
            "version": 1,
            "origin": {"name": name, "module": "active-response"},
            "command": "check_keys",
            "parameters": {"keys": keys},
        }
    )
    log(name, message)
    print(message)
    sys.stdout.flush()


def main(argv):
    name = argv[0]
    log(name, "Starting")
    message = read_message(name)
    address = message["parameters"]["alert"]["data"]["srcip"]
    if message["command"] == "add":
        send_keys(name, [address])
        answer = read_message(name)
        if answer["command"] == "abort":
            log(name, "Aborted")
            sys.exit(0)
        if answer["command"] != "continue":
            log(name, "Invalid value of 'command'")
            sys.exit(1)
        open(os.path.join(HELD, address), "w").close()
    elif message["command"] == "delete":
        os.remove(os.path.join(HELD, address))
    else:
        log(name, "Invalid command")
        sys.exit(1)
    log(name, "Ended")
    sys.exit(0)


if __name__ == "__main__":
    main(sys.argv)
