"""Words of passkeys, sessions and keys."""

from typing import Final

from flask_babel import lazy_gettext as _

CONFIRMING: Final[dict[str, object]] = {
    "confirm.wrong": _("This code is not right, or was used before. Wait for the next one, then type that."),
    "confirm.no_passkey": _("No passkey was shown. Try again, or type a code of your authenticator."),
    "failure.confirm": _("Nothing was done: it needs a fresh code of your authenticator, or a passkey. Try again."),
    "failure.wrong_passphrase": _("This is not your passphrase. Type it again, slowly; “Show” helps."),
    "failure.passkey_known": _("This passkey is on the list already."),
    "failure.passkeys_full": _("There are ten passkeys, which is as many as one may have. Remove one first."),
}

PASSKEYS: Final[dict[str, object]] = {
    "passkey.waiting": _("Waiting for your device: follow what it says …"),
    "passkey.no_name": _("Give the passkey a name first."),
    "passkey.not_made": _("No passkey was made: it was left off, or took too long. Try again."),
    "passkey.held": _("This device has a passkey of yours already. Use another device, or remove that one first."),
    "passkey.since": _("since {day}"),
    "passkey.added": _("{name} is added. From now on you can sign in with it."),
    "passkey.name": _("Name"),
    "passkey.rename": _("Rename"),
    "passkey.rename_title": _("Another name for {name}"),
    "passkey.rename_yes": _("Use this name"),
    "passkey.renamed": _("It is called {name} now."),
    "passkey.remove": _("Remove"),
    "passkey.remove_title": _("Remove {name}?"),
    "passkey.remove_text": _(
        "It cannot be used here any more. Delete it on the device as well, or the device goes on offering it. Your "
        "authenticator stays good."
    ),
    "passkey.removed": _("{name} is removed."),
    "sign_in.no_passkey": _(
        "No passkey was shown: it was left off, took too long, or this device has none for this address. Try again, or "
        "type a code of your authenticator."
    ),
    "sign_in.wrong_passkey": _(
        "Sign-in name, passphrase or passkey is not right; the server does not say which. Check all three."
    ),
}

SESSIONS: Final[dict[str, object]] = {
    "session.this": _("Here: {kind}"),
    "session.kind": _("{browser} on {system}"),
    "session.unknown": _("A browser that does not say which"),
    "browser.firefox": _("Firefox"),
    "browser.chrome": _("Chrome"),
    "browser.edge": _("Edge"),
    "browser.safari": _("Safari"),
    "browser.other": _("Another browser"),
    "system.windows": _("Windows"),
    "system.macos": _("a Mac"),
    "system.linux": _("Linux"),
    "system.android": _("Android"),
    "system.ios": _("an iPhone or iPad"),
    "system.other": _("another system"),
    "session.times": _("signed in {opened}, last used {seen}"),
    "session.just_now": _("less than an hour ago"),
    "session.hours.one": _("{count} hour ago"),
    "session.hours.other": _("{count} hours ago"),
    "session.end": _("Sign out"),
    "session.ended": _("Signed out there."),
    "session.all_ended": _("Signed out everywhere else. You stay signed in here."),
}

CLOSING: Final[dict[str, object]] = {
    "passphrase.closing": _("Closing your keys with the new passphrase, some seconds …"),
    "passphrase.changed": _("The new passphrase is in force. Everywhere else you are signed out."),
    "sheet.closing": _("Closing your keys with the new sheet, a few seconds …"),
    "sheet.changed": _("The new recovery sheet is in force. The one before opens nothing any more: destroy it."),
    "authenticator.wrong": _(
        "This is not the code of the new account. Look at its name in the app, wait for the next code, then type that."
    ),
    "authenticator.changed": _(
        "The new authenticator is in force. Delete the old account in the app. Everywhere else you are signed out."
    ),
}

WORDS: Final[dict[str, object]] = {**CONFIRMING, **PASSKEYS, **SESSIONS, **CLOSING}
