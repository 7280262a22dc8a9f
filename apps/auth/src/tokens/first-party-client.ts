/** The `client_id` of tokens that people got with their password; no machine client can have it. */
export const FIRST_PARTY_CLIENT = 'plumbline';
