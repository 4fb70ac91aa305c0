# 揭榜挂帅申报平台。 `make help` 列出命令。
PYTHON ?= python3
RUN = $(PYTHON) -m portal.running
UV ?= uv
LOCK = $(UV) pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --universal --python-version 3.11 --custom-compile-command "make lock"

.PHONY: help demo clean-demo test lint bench score shell lock screenshots
.DEFAULT_GOAL := help

help: ## 列出命令
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

demo: ## 启动演示（PORT=8000 HOST=127.0.0.1 DEV=1 DATABASE_URL= REDIS_URL= 可选），Ctrl-C 停止
	@$(RUN) demo

clean-demo: ## 清除演示数据，下次重新开始
	@$(RUN) clean-demo

test: ## 全部测试与检查（ARGS= 传给 pytest）
	@$(RUN) test $(ARGS)

lint: ## 只做检查：ruff、模板、分层、上线检查、缺失的迁移
	@$(RUN) lint

bench: ## 测量性能（ONLY=documents 只测一组），写入 var/bench.json
	@$(RUN) bench $(ONLY)

score: ## 读取榜单的准确率：五份真实文件和其他式样的样例，对照人工标注
	@$(RUN) score

shell: ## 在演示数据库上打开 Django shell
	@$(RUN) shell

screenshots: ## 重新生成 README 的截图
	@$(RUN) screenshots

lock: ## 重新锁定依赖（需要 uv）；UPGRADE=1 同时升级
	$(LOCK) $(if $(UPGRADE),--upgrade) requirements/run.in -o requirements/run.txt
	$(LOCK) $(if $(UPGRADE),--upgrade) requirements/dev.in -o requirements/dev.txt
	$(LOCK) $(if $(UPGRADE),--upgrade) requirements/node.in -o requirements/node.txt
	npm install --package-lock-only --ignore-scripts
