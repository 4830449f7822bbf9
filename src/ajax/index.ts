export { ajax, get, getJSON, post } from './ajax.js';

export type { Ajax, Get, GetJSON } from './ajax.js';
export type { DataType } from './data-types.js';
export type { AjaxDone, AjaxFail, ContextJqXHR, ErrorStatus, JqXHR, StatusHandlers, SuccessStatus } from './jqxhr.js';
export type { AjaxRequest, AjaxSettings } from './settings.js';
export type { AjaxProgress } from './transport/progress.js';
