import { texts } from '../texts.js';
import { addressOf } from './client.js';
import { ApiProblem, problemOf } from './problem.js';

/**
 * Sends a form and tells how much of it is sent, which `fetch` cannot.
 * @param onProgress gets the share from 0 to 1.
 * @throws {ApiProblem}
 */
export function upload<Body>(
  path: string,
  form: FormData,
  onProgress: (share: number) => void,
): Promise<Body> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', addressOf(path));
    request.setRequestHeader('Accept', 'application/json');
    request.responseType = 'text';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.upload.onload = () => onProgress(1);
    request.onerror = () => reject(new ApiProblem(0, 'unreachable', texts.errors.unreachable));
    request.onload = () => {
      const { status, statusText, responseText } = request;
      if (status >= 200 && status < 300) return resolve(JSON.parse(responseText) as Body);
      const headers = { 'Retry-After': request.getResponseHeader('Retry-After') ?? '' };
      const response = new Response(responseText, { status, statusText, headers });
      problemOf(response).then(reject, reject);
    };
    request.send(form);
  });
}
