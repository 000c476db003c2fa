"""Deflate streams that were made once, by zlib at level 9: another zlib may choose other codes for the same text."""

from base64 import b64decode

from tests.vectors.line import content

DYNAMIC_TEXT = content(what="evenso " * 400).serialise().decode()
DYNAMIC = b64decode(
    "7ZfNrtsgFIRfxfL6XgkwYNx1N5W6a3dVFfEzJFYIRJg0taq+ew9pn6Lyxp85ZxixnPk1Xtccxg9jxb3UNr6N7VJh+0RzZidI5biLHEF7IRcltT"
    "VqtsxEkPaGbbNnkNhorsEhfQzGqTiHRQQ5BUNDx6XiJA52J6FgQr8z8c4mGiWbz4+/Bsh0fl5s6/8/kLcyHDhw4MCBAwcOHDjwX+KVfFFxom+m"
    "/Pvl4bY1rLbuw5qHz3vJb8NHeNwc6ktbSPT1gqHivJZs0+BLbrWk9NpfyvN0zeXZrT4Nm30OjbQJraFutPe24VxqT+Ox2kc4VfhSQ19VJNvIso"
    "fw2z2VHT3mrwG5ra1foBN++vQIoIrw7Xu/cU/76Yq+nKMWs9HKCKoNS5SMcaMnqcC4h2LMI/rAHdUCahQqSh41SaOQfl64CPz1gF5DUP85WioS"
    "Xi8KcJJLZ2yYp8XAaqoj0jHjNLOI0QlQWVkE91qpIKNhOngz+4Uc45qw9bf+/gM="
)
SWOLLEN = b64decode(
    "7cGBAAAAAMMglflT/iBVAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAwA0="
)  # 65 537 spaces
