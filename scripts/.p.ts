import { drawDemoPhoto } from '#workers/photo/draw'
import { renderPhoto } from '#workers/photo/render'
import { openStorage } from '#platform/storage'
import { mkdtempSync, rmSync } from 'node:fs'
const dir = mkdtempSync('/tmp/demo-p-')
const files = await openStorage({ dataDir: dir })
const n = Number(process.argv[2] ?? 2), total=Number(process.argv[3] ?? 32)
const t=performance.now(); let next=0, draw=0, put=0
async function lane(){ for(;;){ const s=next++; if(s>=total) return; const a=performance.now(); const b=await drawDemoPhoto(s); draw+=performance.now()-a; const r=await renderPhoto(b); const c=performance.now(); await Promise.all(r.variants.map(v=>files.put(`photos/${s}/${v.name}.${v.format}`, v.bytes, 'image/'+v.format))); put+=performance.now()-c } }
await Promise.all(Array.from({length:n},lane))
console.log(n,total,((performance.now()-t)/1000).toFixed(2)+'s', 'draw',draw/total,'put',put/total, process.cpuUsage().user/1e6)
rmSync(dir,{recursive:true})
