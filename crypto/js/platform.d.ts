/**
 * All that the protocol may take from its surroundings: randomness, WebCrypto, text and deflate.
 * crypto/js is checked against this file instead of the DOM library, so it cannot reach page,
 * network, storage or clock. A name is added here only when the protocol needs it.
 */
export {};

declare global {
  type BufferSource = ArrayBufferView<ArrayBuffer> | ArrayBuffer;

  interface CryptoKey {
    readonly type: 'secret' | 'private' | 'public';
    readonly extractable: boolean;
  }

  interface AesGcmParams {
    name: 'AES-GCM';
    iv: BufferSource;
    additionalData?: BufferSource;
    tagLength?: number;
  }

  interface Pbkdf2Params {
    name: 'PBKDF2';
    hash: 'SHA-512';
    salt: BufferSource;
    iterations: number;
  }

  interface X25519Params {
    name: 'X25519';
    public: CryptoKey;
  }

  interface SubtleCrypto {
    digest(algorithm: 'SHA-256', data: BufferSource): Promise<ArrayBuffer>;
    importKey(
      format: 'raw' | 'pkcs8',
      keyData: BufferSource,
      algorithm: 'AES-GCM' | 'PBKDF2' | 'X25519',
      extractable: boolean,
      keyUsages: ('encrypt' | 'decrypt' | 'deriveBits')[],
    ): Promise<CryptoKey>;
    encrypt(algorithm: AesGcmParams, key: CryptoKey, data: BufferSource): Promise<ArrayBuffer>;
    decrypt(algorithm: AesGcmParams, key: CryptoKey, data: BufferSource): Promise<ArrayBuffer>;
    deriveBits(algorithm: Pbkdf2Params | X25519Params, baseKey: CryptoKey, length: number): Promise<ArrayBuffer>;
  }

  const crypto: {
    readonly subtle: SubtleCrypto;
    getRandomValues<T extends Uint8Array<ArrayBuffer>>(array: T): T;
  };

  function atob(text: string): string;
  function btoa(binary: string): string;

  class TextEncoder {
    encode(input?: string): Uint8Array<ArrayBuffer>;
  }

  class TextDecoder {
    constructor(label?: 'utf-8', options?: { fatal?: boolean; ignoreBOM?: boolean });
    decode(input?: BufferSource): string;
  }

  interface ByteReader {
    read(): Promise<{ done: false; value: Uint8Array<ArrayBuffer> } | { done: true; value?: undefined }>;
    cancel(reason?: unknown): Promise<void>;
  }

  interface ByteWriter {
    write(chunk: BufferSource): Promise<void>;
    close(): Promise<void>;
    abort(reason?: unknown): Promise<void>;
  }

  class CompressionStream {
    constructor(format: 'deflate-raw');
    readonly readable: { getReader(): ByteReader };
    readonly writable: { getWriter(): ByteWriter };
  }

  class DecompressionStream {
    constructor(format: 'deflate-raw');
    readonly readable: { getReader(): ByteReader };
    readonly writable: { getWriter(): ByteWriter };
  }
}
