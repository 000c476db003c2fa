/** The part of Trusted Types that the worker's address needs; the DOM library does not know it yet. */
interface TrustedWorkerPolicy {
  createScriptURL(address: string): string;
}

interface Window {
  readonly trustedTypes?: {
    createPolicy(name: string, rules: { createScriptURL(address: string): string }): TrustedWorkerPolicy;
  };
}
