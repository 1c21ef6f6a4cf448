/** The service port: known hosts at checked addresses, with limits, retries and resumable downloads. */
export { isPublicAddress } from './address.ts'
export { type Download, type DownloadOptions, download, type Validators } from './download.ts'
export { type Answer, type PortRules, privateHostNote, type ServicePort, servicePort } from './port.ts'
