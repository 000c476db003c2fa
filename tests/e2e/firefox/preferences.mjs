/**
 * The preferences of Tor Browser at its security level "Safer", as far as they mean something to a page, set in Debian's Firefox ESR.
 * Not the Tor Browser: its patches, its NoScript and its network are missing. Letterboxing too: with it no tab opens for a driver.
 */

/** What the level "Safer" switches off: all that makes JavaScript fast, and parsers with a history. */
const LEVEL = {
  'javascript.options.ion': false,
  'javascript.options.baselinejit': false,
  'javascript.options.native_regexp': false,
  'javascript.options.asmjs': false,
  'javascript.options.wasm': false,
  'mathml.disabled': true,
  'gfx.font_rendering.graphite.enabled': false,
  'gfx.font_rendering.opentype_svg.enabled': false,
};

/** What every level has. */
const BROWSER = {
  'browser.privatebrowsing.autostart': true,
  'browser.cache.disk.enable': false,
  'dom.security.https_only_mode': true,
  'dom.securecontext.allowlist_onions': true,
  'media.peerconnection.enabled': false,
  'network.cookie.cookieBehavior': 1,
  'network.http.referer.hideOnionSource': true,
  'privacy.firstparty.isolate': true,
  'privacy.resistFingerprinting': true,
  'privacy.spoof_english': 2,
};

/**
 * @param {string} onion a name that leads to this machine, as Tor would
 * @returns {Record<string, boolean | number | string>}
 */
export function safer(onion) {
  return { ...LEVEL, ...BROWSER, ...reaching(onion) };
}

/**
 * @param {string} onion
 * @returns {Record<string, boolean | number | string>} what any Firefox needs to be sent there by a test
 */
export function reaching(onion) {
  return { 'network.dns.blockDotOnion': false, 'network.dns.localDomains': onion };
}
