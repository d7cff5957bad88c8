# 一个镜像，各容器以 PORTAL 与启动命令区分；见 docker-compose.yml 与 docs/deployment.md。
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OFFICE_DATA_DIR=/data \
    OFFICE_FONTS_DIR=/usr/local/share/fonts/fandol \
    OFFICE_STATIC_ROOT=/srv/static \
    OFFICE_BIND=0.0.0.0
WORKDIR /srv/office

COPY .ci/setup.sh .ci/setup.sh
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk fonts-arphic-uming fonts-arphic-ukai fonts-liberation \
    && .ci/setup.sh fonts \
    && rm -rf /var/lib/apt/lists/*

COPY requirements.lock .
RUN python -m pip install --no-cache-dir --require-hashes -r requirements.lock

COPY . .
# 整理页面文件不需要正式密钥；构建时临时生成的随数据文件夹一并删除。
RUN useradd --system --create-home office \
    && mkdir -p /data \
    && OFFICE_DATA_DIR=/tmp/build python manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf /tmp/build \
    && chown office:office /data
USER office
VOLUME /data
EXPOSE 8000
CMD ["python", "manage.py", "run_office", "--only", "web"]
