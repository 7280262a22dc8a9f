/** A broken rule of a request body. */
export interface Issue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** predict answered with an error, or did not answer: then `status` is 0. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    /** The stable code of the problem document; `unreachable` without an answer. */
    readonly code: string,
    detail: string,
    readonly issues: readonly Issue[] = [],
    readonly retryAfterS?: number,
  ) {
    super(detail);
  }
}

/** The problem document of an answer, or what its status says. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const { status, statusText } = response;
  const retryAfterS = Number(response.headers.get('Retry-After') ?? NaN);
  const wait = Number.isFinite(retryAfterS) ? retryAfterS : undefined;
  try {
    const document = (await response.json()) as { code?: string; detail?: string; issues?: Issue[] };
    return new ApiProblem(status, document.code ?? '', document.detail ?? statusText, document.issues, wait);
  } catch {
    return new ApiProblem(status, '', statusText, [], wait);
  }
}
