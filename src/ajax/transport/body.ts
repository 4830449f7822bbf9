/** Converts data to a body for a transport. Data of other types than those of the platform becomes text. */
export function toBody(data: unknown): BodyInit | undefined {
  if (!data) {
    return undefined;
  }
  if (ArrayBuffer.isView(data)) {
    // A copy, because the view may cover only a part of its buffer.
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  }
  if (isDocument(data)) {
    return new XMLSerializer().serializeToString(data);
  }
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- as the platform does it
  return isNative(data) ? data : String(data);
}

/** Whether data is a body already, and is sent unchanged. */
export function isBody(data: unknown): boolean {
  return isNative(data) || ArrayBuffer.isView(data) || isDocument(data);
}

function isNative(data: unknown): data is BodyInit {
  const { ReadableStream } = globalThis as Partial<typeof globalThis>;
  return [Blob, FormData, ArrayBuffer, ReadableStream].some((type) => type && data instanceof type);
}

function isDocument(data: unknown): data is Document {
  return typeof Document !== 'undefined' && data instanceof Document;
}
