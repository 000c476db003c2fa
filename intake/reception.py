"""Takes drops: opens the outer seal, and hands what is inside to the writer.

Says what page a drop must be made for: the mix.
"""

from sqlalchemy.exc import DatabaseError

from crypto.drop import Drop, open_drop
from crypto.errors import NotOpened, ProtocolError
from crypto.mix import Mix, check_work, sign_mix
from intake import open_file
from intake.box import Answer
from intake.epoch_keys import EpochKeys, MixKey
from intake.errors import NotReady
from intake.published import Published
from intake.settings import Settings
from intake.writer import Writer


class Reception:
    """The public side of one line, in one process."""

    def __init__(self, settings: Settings, published: Published, writer: Writer) -> None:
        self._folder = settings.data_dir
        self._instance = settings.instance
        self._wrap_key = settings.wrap_key
        self._sign_seed = settings.sign_seed
        self._published = published
        self._writer = writer
        self._founded = False  # a directory, once there, is only ever replaced: it is not looked for at each drop
        self._keys: EpochKeys | None = None
        self._mix: tuple[Mix, bytes] | None = None

    def receive(self, drop: bytes) -> Answer:
        """Returns once the drop is durable, or refused for a reason that nobody is told. Raises NotReady, Busy."""
        if not self._founded:
            self._published.current_directory()
            self._founded = True
        try:
            opened, mix = self._open(drop)
            check_work(mix.challenge, opened.envelope, mix.bits, opened.work)
        except ProtocolError:
            return Answer.NOT_STORED
        return self._writer.submit(opened.kind, opened.envelope, mix.epoch)

    def mix(self) -> bytes:
        """The signed mix of the open epoch, for the current directory. Raises NotReady."""
        directory, key = self._published.current_directory(), self._current_keys().mix
        mix = Mix(self._instance, key.epoch, key.public, key.challenge, key.bits, directory.current.hash)
        if self._mix is None or self._mix[0] != mix:
            self._mix = mix, sign_mix(mix, self._sign_seed)
        return self._mix[1]

    def _open(self, drop: bytes) -> tuple[Drop, MixKey]:
        for mix in self._current_keys().mixes:
            try:
                return open_drop(drop, mix.secret, self._instance), mix
            except NotOpened:
                continue
        raise NotOpened

    def _current_keys(self) -> EpochKeys:
        """The keys of the newest file, which a close in another process may replace at any moment."""
        for _ in range(3):
            epoch = open_file.newest(self._folder)
            if self._keys is not None and self._keys.epoch == epoch:
                return self._keys
            try:
                self._keys = open_file.read_keys(self._folder, epoch, self._wrap_key)
            except DatabaseError:
                continue  # destroyed since we looked: there is a newer one
            return self._keys
        raise NotReady("no epoch is open")
