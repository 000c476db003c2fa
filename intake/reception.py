"""Takes drops: opens the outer seal, and hands what is inside to the writer.

Says what page a drop must be made for: the mix.
"""

from collections.abc import Callable

from crypto.derivation import sha256
from crypto.drop import Drop, open_drop
from crypto.errors import NotOpened, ProtocolError
from crypto.mix import Mix, check_work, sign_mix
from intake.box import Answer
from intake.epoch_keys import EpochKeys, MixKey
from intake.epoch_store import EpochStore
from intake.published import Published
from intake.settings import Settings
from intake.work import WorkAsked
from intake.writer import Writer


class Reception:
    """The public side of one line, in one process. `clock` gives seconds that only go forward."""

    def __init__(
        self, settings: Settings, store: EpochStore, published: Published, writer: Writer, clock: Callable[[], float]
    ) -> None:
        self._store = store
        self._instance = settings.instance
        self._sign_seed = settings.sign_seed
        self._published = published
        self._writer = writer
        self._clock = clock
        self._work = WorkAsked(settings.work_bits, clock())
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
            check_work(mix.challenge, opened.envelope, self._work.enough(self._clock()), opened.work)
        except ProtocolError:
            return Answer.NOT_STORED
        self._work.count(self._clock(), sha256(opened.envelope))
        return self._writer.submit(opened.kind, opened.envelope, mix.epoch)

    def mix(self) -> bytes:
        """The signed mix of the open epoch, for the current directory. Raises NotReady."""
        directory, key = self._published.current_directory(), self._newest_keys().mix
        bits = self._work.bits(self._clock())
        mix = Mix(self._instance, key.epoch, key.public, key.challenge, bits, directory.current.hash)
        if self._mix is None or self._mix[0] != mix:
            self._mix = mix, sign_mix(mix, self._sign_seed)
        return self._mix[1]

    def forget_old_keys(self) -> None:
        """Let go of the keys of epochs that are over, also when nobody comes."""
        self._newest_keys()

    def _open(self, drop: bytes) -> tuple[Drop, MixKey]:
        """The drop, opened with keys that are known; only if none fits, the store is asked for newer ones."""
        known = self._keys or self._newest_keys()
        try:
            return self._open_with(known, drop)
        except NotOpened:
            newest = self._newest_keys()
            if newest.epoch == known.epoch:
                raise
            return self._open_with(newest, drop)

    def _open_with(self, keys: EpochKeys, drop: bytes) -> tuple[Drop, MixKey]:
        for mix in keys.mixes:
            try:
                return open_drop(drop, mix.secret, self._instance), mix
            except NotOpened:
                continue
        raise NotOpened

    def _newest_keys(self) -> EpochKeys:
        """The keys of the open epoch, which a close in another process may replace at any moment."""
        self._keys = self._store.keys()
        return self._keys
