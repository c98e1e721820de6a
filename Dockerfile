FROM node:24-slim

WORKDIR /app
RUN mkdir -p /data && chown node:node /app /data
USER node

# The packages first: this layer stays as long as the lock file does.
COPY --chown=node:node package.json package-lock.json ./
COPY --chown=node:node scripts scripts
RUN node --input-type=module --eval "await (await import('./scripts/steps/install.mjs')).install()"

COPY --chown=node:node . .
RUN node --input-type=module --eval "await (await import('./scripts/steps/web.mjs')).buildWeb()"

ENV DATA_DIR=/data
VOLUME /data
EXPOSE 3000
# Starts the server again when it crashes, hands on the signals of `docker stop`, and ends when it gives up.
CMD ["node", "scripts/run.mjs", "src/main.ts"]
