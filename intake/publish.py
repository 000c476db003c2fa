"""Builds the public pages as static bytes: the same for everybody, listed with their hashes, never made per request.

What the authors of `intake/pages/` and `intake/browser/` may count on:

Files taken
    intake/pages/page.html.j2, poster.html.j2      -> /<language>/ and /<language>/poster.html, one set for each language
    intake/pages/offline.html.j2                   -> /offline.html in English, /<language>/offline.html in each other language
    intake/pages/line.css                          -> /line.<hash>.css; poster.css beside it, when there is one, -> /poster.<hash>.css
    intake/pages/icon.svg                          -> /icon.<hash>.svg
    intake/pages/words.py                          `words(_: Callable[[str], str]) -> dict[str, str]`: the words for script, by name
    intake/pages/locale/LANGUAGE/LC_MESSAGES/messages.po   compiled here; English needs none; a language is public once its folder is there
    build/bundles/intake-page.js                   -> /page.<hash>.js
    build/bundles/intake-offline.js                inlined into offline.html
    INTAKE_NOTICES_DIR/LANGUAGE/*.md, else *.md    the committee's notices, in order of name

Templates are Jinja with autoescape, StrictUndefined, trim_blocks, lstrip_blocks and the i18n extension (`_()`, `ngettext`, `{% trans %}`).
They may include and extend one another by file name. They see one object:

    line.language, line.dir          "en", "ltr" | "rtl"
    line.languages                   [{"code", "name", "path"}]: all languages, each by its own name
    line.company, line.counsel       TEXT; counsel may be ""
    line.instance, line.fingerprint  lower-case hex
    line.fingerprint_groups          the fingerprint in 16 groups of 4
    line.members                     [{"slot", "role"}] of the current directory
    line.quorum                      n
    line.epoch_seconds               n
    line.schedule                    .epoch, .first_answer (2 epochs), .ask_again (7), .kept (90): "1 day", "30 minutes", in the page's language;
                                     .closes_at: "00:00 UTC" when an epoch is whole days, else ""
    line.address, line.other_address TEXT; other_address may be ""
    line.poster_address              the address with the fingerprint as fragment, as in the QR code
    line.notices                     safe HTML, "" when there are none
    line.script, line.style, line.icon, line.qr     each .path and .integrity ("sha384-..."); line.poster_style too when poster.css exists
    line.paths                       .page, .poster, .offline, .manifest
    line.config                      safe JSON for <script type="application/json" id="line">{{ line.config }}</script>
    line.inline_script, line.inline_style, line.inline_csp     for offline.html alone: {{ }} inside <script>, <style>, <meta content="">;
                                     offline.html must be whole: no other file. Its config is line.config as well, plus "directory": the
                                     directory file as base64, so that it seals without a network.

Page configuration (line.config): {"instance", "fingerprint", "members": [{"slot", "role"}], "epoch_seconds", "company", "counsel",
"other_address", "language", "words": {...}}; in offline.html also "directory".
"""
