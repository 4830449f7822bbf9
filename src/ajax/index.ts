export { ajax, get, getJSON, post } from './ajax.js';

export type {
  Ajax,
  AjaxDone,
  AjaxFail,
  AjaxProgress,
  AjaxRequest,
  AjaxSettings,
  DataType,
  ErrorStatus,
  Get,
  GetJSON,
  JqXHR,
  StatusHandlers,
  SuccessStatus,
} from './types.js';
